/** A push message as the server writes it (docs/api.md), and the notification that it becomes. */
import type { Day } from "../model/types";

export interface PayloadAction {
  action: string;
  title: string;
  /** A page of the app, when the answer alone is not enough. */
  opens: string | null;
}

export interface PushPayload {
  title: string;
  body: string;
  /** A newer one with the same tag takes the place of the older. */
  tag: string;
  /** What a tap opens. */
  page: string;
  lang: string;
  dir: "ltr" | "rtl";
  /** The id of the reminder; `null`: it is none. */
  reminder: string | null;
  /** The episode it asks about. */
  episode: string | null;
  /** The day it asks about. */
  day: Day | null;
  actions: PayloadAction[];
}

/** A message that cannot be read is shown too: a browser that shows nothing loses the right to. */
const UNREADABLE: PushPayload = {
  title: "Footnote",
  body: "",
  tag: "footnote",
  page: "/#/care",
  lang: "",
  dir: "ltr",
  reminder: null,
  episode: null,
  day: null,
  actions: [],
};

export function parsePayload(text: string | undefined): PushPayload {
  try {
    const payload = JSON.parse(text ?? "") as Partial<PushPayload>;
    return typeof payload.title === "string" && Array.isArray(payload.actions)
      ? { ...UNREADABLE, ...payload }
      : UNREADABLE;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return UNREADABLE;
  }
}

export interface ShownNotification extends NotificationOptions {
  actions: { action: string; title: string }[];
  renotify: boolean;
}

/** @param isRepeat this very reminder is shown already, and came a second time */
export function toNotification(payload: PushPayload, maxActions: number, isRepeat: boolean): ShownNotification {
  const { body, tag, lang, dir, actions } = payload;
  return {
    body,
    tag,
    lang,
    dir,
    data: payload,
    renotify: !isRepeat,
    silent: isRepeat,
    icon: "/icons/icon-192.png",
    actions: actions.slice(0, maxActions).map(({ action, title }) => ({ action, title })),
  };
}
