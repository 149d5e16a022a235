/** Push payload of the server (docs/api.md) and its notification. */
import type { Day } from "../model/types";

export interface PayloadAction {
  action: string;
  title: string;
  /** Page of the app to open; `null` if the answer alone is enough. */
  opens: string | null;
}

export interface PushPayload {
  title: string;
  body: string;
  /** A newer notification with the same tag replaces the older. */
  tag: string;
  /** Page that a tap opens. */
  page: string;
  lang: string;
  dir: "ltr" | "rtl";
  /** Id of the reminder; `null` if it is not a reminder. */
  reminder: string | null;
  /** The episode it asks about. */
  episode: string | null;
  /** The day it asks about. */
  day: Day | null;
  actions: PayloadAction[];
}

/** Fallback for an invalid payload: browsers revoke push permission if a message shows no notification. */
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

/** @param isRepeat the same reminder is shown already */
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
