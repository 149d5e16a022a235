/** What the bars show, and how sure that is, in one or two sentences. */
import { format } from "../../i18n";
import { chartWords as words } from "../../i18n/charts";
import type { Total } from "./bars";

/** A day that was not logged may have been either: the count is the least it can be. */
export function describeBars({ numb, free, notLogged }: Total, days: number): string {
  if (numb + free === 0) return format(words.local_nothing, { days });
  const countText = format(words.local_known, { numb, days });
  if (notLogged === 0) return `${countText} ${words.local_sure}`;
  const template = notLogged > days / 2 ? words.local_unsure : words.local_open;
  return `${countText} ${format(template, { open: notLogged, most: numb + notLogged })}`;
}
