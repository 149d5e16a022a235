/** Answers given in Care without a connection, until the server has them. Part of the worker too. */
import { ApiError } from "./http";
import { answered, isVisit } from "../triage/prompt-answers";
import type { FootnoteDatabase } from "../storage/database";
import type { Tools } from "./tools";
import type { Day, Instant, Level, Prompt, PromptAnswer } from "../model/types";

export interface KeptAnswer {
  prompt: string;
  /** What it was asked at: of one that got worse meanwhile the answer closes nothing. */
  level: Level;
  given: PromptAnswer;
  at: Instant;
  /** The local day of it. */
  day: Day;
}

const KEPT = "prompt_answers";
/** The server will not take it, however often it is sent: it was settled otherwise. */
const REFUSED: readonly number[] = [400, 404, 409];

export const isRefused = (error: ApiError): boolean => REFUSED.includes(error.status);

export async function keepAnswer(db: FootnoteDatabase, answer: KeptAnswer): Promise<void> {
  await change(db, (answers) => [...answers, answer]);
}

async function keptAnswers(db: FootnoteDatabase): Promise<KeptAnswer[]> {
  return (await db.get<KeptAnswer[]>(KEPT)) ?? [];
}

/** @throws ApiError when there is no use in going on now */
export async function tellKept({ db, call }: Pick<Tools, "db" | "call">): Promise<void> {
  for (const { prompt, level, given, at } of await keptAnswers(db)) {
    try {
      await call("POST", `/api/v1/prompts/${prompt}/answer`, { ...given, level, at });
    } catch (error) {
      if (!(error instanceof ApiError) || !isRefused(error)) throw error;
    }
    await change(db, (answers) => answers.filter((other) => other.prompt !== prompt || other.at !== at));
  }
}

/** The server's prompts with what it was not told yet. */
export async function withKept(db: FootnoteDatabase, prompts: Prompt[]): Promise<Prompt[]> {
  let found = prompts;
  for (const { prompt, level, given, at, day } of await keptAnswers(db)) {
    const one = found.find(({ id }) => id === prompt);
    if (one?.level === level) found = answered(found, one, given, new Date(at), day);
  }
  return found.filter((one) => !one.closed_at || isVisit(one));
}

async function change(db: FootnoteDatabase, next: (answers: KeptAnswer[]) => KeptAnswer[]): Promise<void> {
  await db.transaction("rw", db.meta, async () => db.set(KEPT, next(await keptAnswers(db))));
}
