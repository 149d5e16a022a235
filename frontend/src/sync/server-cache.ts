/** What only the server knows: its assessments and its prompts, kept for when it is away. */
import { ApiError, call } from "./http";
import { intervals } from "../model/intervals";
import { db } from "../storage/database";
import { withPendingAnswers } from "./pending-answers";
import { acknowledgedSigns, promptsToAcknowledge } from "../storage/acknowledged-signs";
import { storedPhonePrompts } from "../storage/phone-prompts";
import type { PastAssessment, Prompt, PromptAnswer, Verdict } from "../model/types";

/** How many assessments this phone keeps. */
const MAX_ASSESSMENTS = 50;

export async function fetchAssessment(): Promise<Verdict | null> {
  const assessment = await nullIfMissing(call("GET", "/api/v1/assessment") as Promise<Verdict | null>);
  await db.set("assessment", assessment);
  if (assessment !== null && !assessment.could_not_check) await fetchAssessments(assessment);
  return assessment;
}

/** The newest of the server's assessments, asked for only when there is one more. */
async function fetchAssessments({ changes }: Verdict): Promise<void> {
  const stored = await db.get<PastAssessment[]>("assessments");
  if (stored !== undefined && (!changes || stored[0]?.assessed_at === changes.at)) return;
  const page = (await call("GET", `/api/v1/assessments?limit=${MAX_ASSESSMENTS}`)) as { results: PastAssessment[] };
  await db.set(
    "assessments",
    page.results.map(({ id, level, assessed_at, changes }) => ({ id, level, assessed_at, changes })),
  );
}

/** Those that ask something, and booked visits; tells what was read or answered here before. */
export async function fetchPrompts(): Promise<void> {
  const pending = await fetchPendingPrompts();
  const phonePrompts = await storedPhonePrompts();
  const transferred =
    phonePrompts.length > 0
      ? await (await import("./transfer-answers")).transferAnswers(pending, phonePrompts, sendAnswer)
      : [];
  const acknowledged = promptsToAcknowledge(pending, await acknowledgedSigns()).filter(
    ({ id }) => !transferred.includes(id),
  );
  for (const { id } of acknowledged) await sendAnswer(id, { answer: "acknowledged" });
  const current = acknowledged.length + transferred.length > 0 ? await fetchPendingPrompts() : pending;
  await db.set("prompts", await withPendingAnswers(db, current));
}

async function fetchPendingPrompts(): Promise<Prompt[]> {
  return ((await call("GET", "/api/v1/prompts?pending=true")) as { results: Prompt[] }).results;
}

/** @returns false when it was answered on another phone, or corrected away: the next list says so */
async function sendAnswer(
  id: string,
  answer: PromptAnswer,
  toleratedStatuses: readonly number[] = [],
): Promise<boolean> {
  try {
    await call("POST", `/api/v1/prompts/${id}/answer`, answer);
    return true;
  } catch (error) {
    if (error instanceof ApiError && [404, 409, ...toleratedStatuses].includes(error.status)) return false;
    throw error;
  }
}

let polling: Promise<void> | null = null;
let assessmentDue = 0;

/**
 * Ask until the worker has assessed what was just sent; one asker at a time.
 *
 * @param acceptedAt milliseconds since 1970 by the server's clock: when it took the record in
 */
export function followAssessment(acceptedAt: number): Promise<void> {
  assessmentDue = acceptedAt;
  polling ??= pollAssessment().finally(() => (polling = null));
  return polling;
}

async function pollAssessment(): Promise<void> {
  for (let polledFor = 0; polledFor < assessmentDue;) {
    polledFor = assessmentDue; // more may be sent while this asks
    const deadline = Date.now() + intervals.assessmentTimeout;
    while (Date.now() < deadline && !(await isAssessmentCurrent())) {
      await new Promise((resolve) => setTimeout(resolve, intervals.assessmentPoll));
    }
    await fetchPrompts();
  }
}

/** Whether what is wanted is there; a request that was lost, or refused for now, is not an answer. */
async function isAssessmentCurrent(): Promise<boolean> {
  try {
    const assessment = await fetchAssessment();
    return assessment !== null && Date.parse(assessment.assessed_at) >= assessmentDue;
  } catch (error) {
    if (error instanceof ApiError && error.status !== 401) return false;
    throw error;
  }
}

async function nullIfMissing<T>(request: Promise<T | null | undefined>): Promise<T | null> {
  try {
    return (await request) ?? null;
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return null;
    throw error;
  }
}
