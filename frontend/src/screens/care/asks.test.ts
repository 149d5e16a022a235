import { expect, it } from "vitest";
import type { Prompt } from "../../store/types";
import { asks } from "./asks";

const open: Prompt = { id: "p", level: "see_provider", opened_at: "2026-11-23T12:00:00Z", findings: [] };
const booked: Prompt = { ...open, closed_at: "2026-11-23T13:00:00Z", answer: "booked", visit_on: "2026-11-30" };

it("asks to act while it is open", () => {
  expect(asks(open, "2026-11-23")).toBe("to_act");
  expect(asks({ ...open, answer: "snooze" }, "2026-11-23")).toBe("to_act");
});

it("asks whether they went from the day after the visit", () => {
  expect(asks(booked, "2026-11-30")).toBeNull();
  expect(asks(booked, "2026-12-01")).toBe("did_you_go");
});

it("asks nothing of a visit without a day, or one that was told of", () => {
  expect(asks({ ...booked, visit_on: null }, "2026-12-01")).toBeNull();
  expect(asks({ ...booked, answer: "seen" }, "2026-12-01")).toBeNull();
});
