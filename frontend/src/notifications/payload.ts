/** A push message as the server writes it (docs/api.md), and the notification that it becomes. */
import type { Day } from "../model/types";

export interface NoticeAction {
  action: string;
  title: string;
  /** A page of the app, when the answer alone is not enough. */
  opens: string | null;
}

export interface Notice {
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
  actions: NoticeAction[];
}

/** A message that cannot be read is shown too: a browser that shows nothing loses the right to. */
const UNREADABLE: Notice = {
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

export function noticeIn(text: string | undefined): Notice {
  try {
    const said = JSON.parse(text ?? "") as Partial<Notice>;
    return typeof said.title === "string" && Array.isArray(said.actions) ? { ...UNREADABLE, ...said } : UNREADABLE;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return UNREADABLE;
  }
}

export interface Shown extends NotificationOptions {
  actions: { action: string; title: string }[];
  renotify: boolean;
}

/** @param again this very reminder is shown already, and came a second time */
export function shown(notice: Notice, most: number, again: boolean): Shown {
  const { body, tag, lang, dir, actions } = notice;
  return {
    body,
    tag,
    lang,
    dir,
    data: notice,
    renotify: !again,
    silent: again,
    icon: "/icons/icon-192.png",
    actions: actions.slice(0, most).map(({ action, title }) => ({ action, title })),
  };
}
