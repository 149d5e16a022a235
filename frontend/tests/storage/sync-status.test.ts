import { expect, it } from "vitest";
import { syncStateOf, type OutboxStatus } from "../../src/storage/sync-status";
import type { Session, SyncState } from "../../src/model/types";

const NONE: OutboxStatus = { unsent: 0, retrying: false, rejections: [] };
const some: OutboxStatus = { ...NONE, unsent: 2 };
const failed: OutboxStatus = { ...some, retrying: true };
const refused: OutboxStatus = {
  ...some,
  rejections: [{ kind: "check_in", key: "2026-11-20", status: 400, errors: [] }],
};
const nobody: Session = { signedIn: false };
const person: Session = { signedIn: true, email: "a@example.org" };
const expired: Session = { signedIn: false, email: "a@example.org", expired: true };
const [ONLINE, OFFLINE, WHOLE, NOT_READ] = [true, false, true, false];

type Case = [string, OutboxStatus, Session, boolean, boolean, SyncState["state"]];

it.each<Case>([
  ["no account", some, nobody, ONLINE, NOT_READ, "phone_only"],
  ["no account, no network", NONE, nobody, OFFLINE, NOT_READ, "phone_only"],
  ["all sent and read", NONE, person, ONLINE, WHOLE, "saved"],
  ["all sent and read, no network", NONE, person, OFFLINE, WHOLE, "saved"],
  ["a new phone", NONE, person, ONLINE, NOT_READ, "fetching"],
  ["a new phone without a network", NONE, person, OFFLINE, NOT_READ, "to_fetch"],
  ["unsent", some, person, ONLINE, WHOLE, "saving"],
  ["unsent, no network", some, person, OFFLINE, WHOLE, "waiting"],
  ["unsent, and the server does not answer", failed, person, ONLINE, WHOLE, "waiting"],
  ["a local diary that goes up", some, person, ONLINE, NOT_READ, "saving"],
  ["refused", refused, person, ONLINE, WHOLE, "needs_you"],
  ["refused, no network", refused, person, OFFLINE, WHOLE, "needs_you"],
  ["the session has ended", NONE, expired, ONLINE, WHOLE, "needs_you"],
  ["the session has ended, unsent", some, expired, OFFLINE, WHOLE, "needs_you"],
])("%s", (_, unsent, who, online, whole, state) => {
  expect(syncStateOf(unsent, who, online, whole)).toEqual({
    state,
    waiting: unsent.unsent,
    rejections: unsent.rejections,
  });
});
