/** Offline cache of the server's assessments and prompts. */
import { ApiError, call } from "./http";
import { intervals } from "../model/intervals";
import { db } from "../storage/database";
import { withPendingAnswers } from "./pending-answers";
import { acknowledgedSigns, promptsToAcknowledge } from "../storage/acknowledged-signs";
import { storedPhonePrompts } from "../storage/phone-prompts";
import type { PastAssessment, Prompt, PromptAnswer, Verdict } from "../model/types";

/** Number of cached assessments. */
const MAX_ASSESSMENTS = 50;

export async function fetchAssessment(): Promise<Verdict | null> {
  const assessment = await nullIfMissing(call("GET", "/api/v1/assessment") as Promise<Verdict | null>);
  await db.set("assessment", assessment);
  if (assessment !== null && !assessment.could_not_check) await fetchAssessments(assessment);
  return assessment;
}

/** Fetch the newest assessments, only if there is a new one. */
async function fetchAssessments({ changes }: Verdict): Promise<void> {
  const stored = await db.get<PastAssessment[]>("assessments");
  if (stored !== undefined && (!changes || stored[0]?.assessed_at === changes.at)) return;
  const page = (await call("GET", `/api/v1/assessments?limit=${MAX_ASSESSMENTS}`)) as { results: PastAssessment[] };
  await db.set(
    "assessments",
    page.results.map(({ id, level, assessed_at, changes }) => ({ id, level, assessed_at, changes })),
  );
}

/** Fetch open prompts and booked visits; sends local acknowledgements and transferred answers first. */
export async function fetchPrompts(): Promise<void> {
  const pending = await fetchPendingPrompts();
  const phonePrompts = await storedPhonePrompts();
  const transferred =
    phonePrompts.length > 0
      ? await (await import("./transfer-answers")).transferAnswers(pending, phonePrompts, postPromptAnswer)
      : [];
  const acknowledged = promptsToAcknowledge(pending, await acknowledgedSigns()).filter(
    ({ id }) => !transferred.includes(id),
  );
  for (const { id } of acknowledged) await postPromptAnswer(id, { answer: "acknowledged" });
  const current = acknowledged.length + transferred.length > 0 ? await fetchPendingPrompts() : pending;
  await db.set("prompts", await withPendingAnswers(db, current));
}

async function fetchPendingPrompts(): Promise<Prompt[]> {
  return ((await call("GET", "/api/v1/prompts?pending=true")) as { results: Prompt[] }).results;
}

/**
 * POST the answer to a prompt.
 *
 * @returns false on 404 (gone), 409 (answered elsewhere) or one of `toleratedStatuses`; other errors throw
 */
async function postPromptAnswer(
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
 * Poll until the worker has assessed the records just sent; calls share one poll.
 *
 * @param acceptedAt time when the server accepted the record, in ms since 1970 by its clock
 */
export function followAssessment(acceptedAt: number): Promise<void> {
  assessmentDue = acceptedAt;
  polling ??= pollAssessment().finally(() => (polling = null));
  return polling;
}

async function pollAssessment(): Promise<void> {
  for (let polledFor = 0; polledFor < assessmentDue;) {
    polledFor = assessmentDue; // more may be sent during the poll
    const deadline = Date.now() + intervals.assessmentTimeout;
    while (Date.now() < deadline && !(await isAssessmentCurrent())) {
      await new Promise((resolve) => setTimeout(resolve, intervals.assessmentPoll));
    }
    await fetchPrompts();
  }
}

/** True if the assessment covers the sent records; false, too, after a failed request. */
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
