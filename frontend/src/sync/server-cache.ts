/** What only the server knows: its assessments and its prompts, kept for when it is away. */
import { ApiError, call } from "./http";
import { timings } from "../model/intervals";
import { db } from "../storage/database";
import { withKept } from "./pending-answers";
import { readSigns, toAcknowledge } from "../storage/acknowledged-signs";
import { phonePrompts } from "../storage/phone-prompts";
import type { PastAssessment, Prompt, PromptAnswer, Verdict } from "../model/types";

/** How many assessments this phone keeps. */
const HISTORY = 50;

export async function fetchAssessment(): Promise<Verdict | null> {
  const found = await orNothing(call("GET", "/api/v1/assessment") as Promise<Verdict | null>);
  await db.set("assessment", found);
  if (found !== null && !found.could_not_check) await fetchHistory(found);
  return found;
}

/** The newest of the server's assessments, asked for only when there is one more. */
async function fetchHistory({ changes }: Verdict): Promise<void> {
  const kept = await db.get<PastAssessment[]>("assessments");
  if (kept !== undefined && (!changes || kept[0]?.assessed_at === changes.at)) return;
  const page = (await call("GET", `/api/v1/assessments?limit=${HISTORY}`)) as { results: PastAssessment[] };
  await db.set(
    "assessments",
    page.results.map(({ id, level, assessed_at, changes }) => ({ id, level, assessed_at, changes })),
  );
}

/** Those that ask something, and booked visits; tells what was read or answered here before. */
export async function fetchPrompts(): Promise<void> {
  const list = await pendingPrompts();
  const own = await phonePrompts();
  const carried = own.length > 0 ? await (await import("./transfer-answers")).carryAnswers(list, own, tell) : [];
  const read = toAcknowledge(list, await readSigns()).filter(({ id }) => !carried.includes(id));
  for (const { id } of read) await tell(id, { answer: "acknowledged" });
  const now = read.length + carried.length > 0 ? await pendingPrompts() : list;
  await db.set("prompts", await withKept(db, now));
}

async function pendingPrompts(): Promise<Prompt[]> {
  return ((await call("GET", "/api/v1/prompts?pending=true")) as { results: Prompt[] }).results;
}

/** @returns false when it was answered on another phone, or corrected away: the next list says so */
async function tell(id: string, answer: PromptAnswer, refused: readonly number[] = []): Promise<boolean> {
  try {
    await call("POST", `/api/v1/prompts/${id}/answer`, answer);
    return true;
  } catch (error) {
    if (error instanceof ApiError && [404, 409, ...refused].includes(error.status)) return false;
    throw error;
  }
}

let asking: Promise<void> | null = null;
let wanted = 0;

/**
 * Ask until the worker has assessed what was just sent; one asker at a time.
 *
 * @param since milliseconds since 1970 by the server's clock: when it took the record in
 */
export function followAssessment(since: number): Promise<void> {
  wanted = since;
  asking ??= follow().finally(() => (asking = null));
  return asking;
}

async function follow(): Promise<void> {
  for (let followed = 0; followed < wanted;) {
    followed = wanted; // more may be sent while this asks
    const until = Date.now() + timings.assessmentFor;
    while (Date.now() < until && !(await assessedSince())) {
      await new Promise((resolve) => setTimeout(resolve, timings.assessmentEvery));
    }
    await fetchPrompts();
  }
}

/** Whether what is wanted is there; a request that was lost, or refused for now, is not an answer. */
async function assessedSince(): Promise<boolean> {
  try {
    const found = await fetchAssessment();
    return found !== null && Date.parse(found.assessed_at) >= wanted;
  } catch (error) {
    if (error instanceof ApiError && error.status !== 401) return false;
    throw error;
  }
}

async function orNothing<T>(asked: Promise<T | null | undefined>): Promise<T | null> {
  try {
    return (await asked) ?? null;
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return null;
    throw error;
  }
}
