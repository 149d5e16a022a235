/** What was answered of an entry, in words; what was not asked is left out. */
import type { Episode } from "../../model/types";
import { format, formatList, words } from "../../i18n";
import { care } from "../../i18n/care";
import { positiveSigns } from "../../i18n/episode-text";

/** "Numb and Tingling. Sitting. Helped: Moving. Gone after 5 min. With it: Leg pain." */
export function answerText(episode: Episode): string {
  const { sensations, trigger, relief, relief_minutes, symptoms, leg_changes, interference, onset, spread, pain } =
    episode;
  const codes = Object.keys(words.symptoms) as (keyof typeof words.symptoms)[];
  const presentSymptoms = codes.filter((code) => symptoms?.[code]).map((code) => words.symptoms[code]);
  const sentences = [
    sensations?.map((code) => words.sensations[code]),
    onset && [format(care.summary.onset, { onset: words.onsets[onset] })],
    spread && [format(care.summary.spread, { how: words.spreads[spread] })],
    trigger && [words.triggers[trigger]],
    relief && [
      relief === "nothing" || relief === "not_tried"
        ? words.reliefs[relief]
        : format(care.summary.helped, { relief: words.reliefs[relief] }),
    ],
    relief_minutes !== null && [format(care.summary.relief, { count: relief_minutes })],
    presentSymptoms.length > 0 && [format(care.summary.with_it, { symptoms: formatList(presentSymptoms) })],
    pain !== null && [format(care.summary.pain, { pain })],
    leg_changes?.map((code) => words.leg_changes[code]),
    interference !== null && [format(care.summary.interference, { how: words.interference[interference] ?? "" })],
  ];
  return sentences
    .filter((part) => part && part.length > 0)
    .map((part) => `${formatList(part as string[])}.`)
    .join(" ");
}

/** "Emergency signs: Confused and Trouble seeing." */
export function signsText(flags: Episode["red_flags"]): string {
  const signs = positiveSigns(flags).map((sign) => words.red_flags[sign]);
  return signs.length > 0 ? `${format(words.history.signs, { signs: formatList(signs) })}.` : "";
}
