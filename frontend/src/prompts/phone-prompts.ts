/** The phone asks by itself while nobody is signed in; what it asked is kept in meta. */
import { derived, get } from "svelte/store";
import { rules as rulesFile } from "../triage/rules";
import { everyMinute } from "../time/now";
import { localDay } from "../time/zone";
import { intervals } from "../model/intervals";
import { answered } from "../triage/prompt-answers";
import type { Rules } from "../triage/conditions";
import { follow, type PhonePrompt } from "../triage/prompts";
import { rulesFor } from "../triage/thresholds";
import { verdict } from "../triage/verdict";
import { db } from "../storage/database";
import { newId } from "../model/uuid";
import { alerts, background, episodes, loaded, session, settings, storedSettings } from "../storage/queries";
import { hasAccount } from "../storage/session";
import { runInBackground } from "../sync/scheduler";
import type { PromptAnswer } from "../model/types";

/** Look whenever the diary or the time is another; a save comes first. Call once for a page. */
export function startAsking(): void {
  let waiting: ReturnType<typeof setTimeout> | undefined;
  derived([loaded, session, episodes, alerts, background, settings, everyMinute], (all) => all).subscribe(([ready]) => {
    if (ready)
      waiting ??= setTimeout(() => {
        waiting = undefined;
        runInBackground(look());
      }, intervals.promptCheck);
  });
}

async function look(): Promise<void> {
  if (await hasAccount()) return;
  const { zone, thresholds } = await storedSettings();
  const rules = rulesFor(rulesFile as unknown as Rules, thresholds);
  const diary = { episodes: get(episodes), alerts: get(alerts), background: get(background), zone, rules };
  const verdictAt = (now: Date) => verdict({ ...diary, now });
  const now = new Date();
  const current = verdictAt(now);
  await change((known) => follow(known, current, { now, rules, verdictAt, newId }));
}

/** @returns false when it is none of this phone's prompts */
export async function answerHere(id: string, given: PromptAnswer): Promise<boolean> {
  const { zone } = await storedSettings();
  let found = false;
  await change((known) => {
    const prompt = known.find((one) => one.id === id && !one.transferred);
    found = prompt !== undefined;
    const now = new Date();
    return prompt ? answered(known, prompt, given, now, localDay(now, zone)) : known;
  });
  return found;
}

/** Other tabs of this phone ask and answer too. */
async function change(next: (known: PhonePrompt[]) => PhonePrompt[]): Promise<void> {
  await db.transaction("rw", db.meta, async () => {
    const known = (await db.get<PhonePrompt[]>("phone_prompts")) ?? [];
    const now = next(known);
    if (now !== known) await db.set("phone_prompts", now);
  });
}
