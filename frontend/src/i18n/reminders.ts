import { section } from "./section";

export const reminderWords = section("reminders");
