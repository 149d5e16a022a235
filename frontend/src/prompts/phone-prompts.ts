/** Prompts raised by the phone without an account, stored in meta. */
import { derived, get } from "svelte/store";
import { rules as rulesFile } from "../triage/rules";
import { everyMinute } from "../time/now";
import { localDay } from "../time/zone";
import { intervals } from "../model/intervals";
import { applyAnswer } from "../triage/prompt-answers";
import type { Rules } from "../triage/conditions";
import { updatePrompts, type PhonePrompt } from "../triage/prompts";
import { applyThresholds } from "../triage/thresholds";
import { diaryVerdict } from "../triage/verdict";
import { db } from "../storage/database";
import { newId } from "../model/uuid";
import { alerts, background, episodes, loaded, session, settings, storedSettings } from "../storage/queries";
import { hasAccount } from "../storage/session";
import { runInBackground } from "../sync/scheduler";
import type { PromptAnswer } from "../model/types";

/** Update prompts when the diary or the time changes, delayed after a save. Call once per page. */
export function watchDiary(): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  derived([loaded, session, episodes, alerts, background, settings, everyMinute], (values) => values).subscribe(
    ([isLoaded]) => {
      if (isLoaded)
        timer ??= setTimeout(() => {
          timer = undefined;
          runInBackground(updateFromDiary());
        }, intervals.promptCheck);
    },
  );
}

async function updateFromDiary(): Promise<void> {
  if (await hasAccount()) return;
  const { zone, thresholds } = await storedSettings();
  const rules = applyThresholds(rulesFile as unknown as Rules, thresholds);
  const diary = { episodes: get(episodes), alerts: get(alerts), background: get(background), zone, rules };
  const verdictAt = (now: Date) => diaryVerdict({ ...diary, now });
  const now = new Date();
  const current = verdictAt(now);
  await changePrompts((stored) => updatePrompts(stored, current, { now, rules, verdictAt, newId }));
}

/** @returns false if the prompt is not one of this phone */
export async function answerPhonePrompt(id: string, answer: PromptAnswer): Promise<boolean> {
  const { zone } = await storedSettings();
  let isOwn = false;
  await changePrompts((stored) => {
    const prompt = stored.find((item) => item.id === id && !item.transferred);
    isOwn = prompt !== undefined;
    const now = new Date();
    return prompt ? applyAnswer(stored, prompt, answer, now, localDay(now, zone)) : stored;
  });
  return isOwn;
}

/** In a transaction, since other tabs raise and answer prompts too. */
async function changePrompts(next: (stored: PhonePrompt[]) => PhonePrompt[]): Promise<void> {
  await db.transaction("rw", db.meta, async () => {
    const stored = (await db.get<PhonePrompt[]>("phone_prompts")) ?? [];
    const now = next(stored);
    if (now !== stored) await db.set("phone_prompts", now);
  });
}
