/** What a prompt asks now by this phone's clock: the mirror of `asks` in triage/answers.py. */
import type { Day, Prompt } from "../../store/types";

export type Asks = "to_act" | "did_you_go" | null;

export function asks({ closed_at, answer, visit_on }: Prompt, today: Day): Asks {
  if (!closed_at) return "to_act";
  return answer === "booked" && visit_on && visit_on < today ? "did_you_go" : null;
}
