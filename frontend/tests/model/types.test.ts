/** Our shapes are the API's: `npm run lint` fails here when the schema moves away. */
import { expectTypeOf, it } from "vitest";
import type { components } from "../../src/model/schema";
import type {
  Alert,
  BackgroundItem,
  CheckIn,
  Episode,
  PastAssessment,
  Prompt,
  PromptAnswer,
  Question,
  Revision,
  Verdict,
} from "../../src/model/types";
import { settingsPayload } from "../../src/sync/settings";

type Schema = components["schemas"];

it("sends what the server reads", () => {
  expectTypeOf<Episode>().toExtend<Schema["PutEpisodeRequest"]>();
  expectTypeOf<Alert>().toExtend<Schema["PutAlertRequest"]>();
  expectTypeOf<CheckIn>().toExtend<Schema["PutCheckInRequest"]>();
  expectTypeOf<BackgroundItem>().toExtend<Schema["PutBackgroundRequest"]>();
  expectTypeOf<Question>().toExtend<Schema["PutQuestionRequest"]>();
  expectTypeOf<PromptAnswer>().toExtend<Schema["PromptAnswerRequest"]>();
  expectTypeOf(settingsPayload).returns.toExtend<Schema["PatchedSettingsChangeRequest"]>();
});

it("reads what the server sends", () => {
  expectTypeOf<Schema["EpisodeRecord"]>().toExtend<Episode>();
  expectTypeOf<Schema["AlertRecord"]>().toExtend<Alert>();
  expectTypeOf<Schema["CheckInRecord"]>().toExtend<CheckIn>();
  expectTypeOf<Schema["BackgroundRecord"]>().toExtend<BackgroundItem>();
  expectTypeOf<Schema["EpisodeRevision"]>().toExtend<Revision>();
  expectTypeOf<Schema["QuestionRecord"]>().toExtend<Question>();
  expectTypeOf<Schema["Verdict"]>().toExtend<Verdict>();
  expectTypeOf<Schema["DiaryVerdict"]>().toExtend<Verdict>();
  expectTypeOf<Schema["AssessmentShown"]>().toExtend<PastAssessment>();
  expectTypeOf<Schema["PromptShown"]>().toExtend<Prompt>();
});
