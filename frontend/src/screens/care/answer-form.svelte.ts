/** The answer that is being given to one prompt: the step it is at, and what went wrong. */
import { ApiError } from "../../sync/http";
import type { Day, Prompt, PromptAnswer } from "../../model/types";
import { answerPrompt } from "../../prompts";
import { saveVisitDetails, type VisitDetails } from "../../storage/visits";
import { care } from "../../i18n/care";

export class AnswerForm<Step extends string> {
  /** Nothing chosen yet; else the form that is open. */
  step = $state<Step | "choose">("choose");
  working = $state(false);
  error = $state("");
  readonly #prompt: () => Prompt;
  readonly #answered: () => void | Promise<void>;

  constructor(prompt: () => Prompt, answered: () => void | Promise<void>) {
    this.#prompt = prompt;
    this.#answered = answered;
  }

  open(step: Step | "choose"): void {
    this.step = step;
    this.error = "";
  }

  /** A visit, on a day or on one nobody knows yet. What the server does not know needs no network. */
  async book(day: Day | null, details: Pick<VisitDetails, "time" | "place">): Promise<void> {
    const { id, answer, visit_on } = this.#prompt();
    await saveVisitDetails(id, details);
    if (answer === "booked" && day === visit_on) this.step = "choose";
    else await this.submit({ answer: "booked", ...(day ? { visit_on: day } : {}) });
  }

  async submit(answer: PromptAnswer): Promise<void> {
    this.working = true;
    this.error = "";
    try {
      await answerPrompt(this.#prompt().id, answer);
      this.step = "choose";
      await this.#answered();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.error = error.status === 400 ? error.message : care.prompt.failed;
    } finally {
      this.working = false;
    }
  }
}
