import { part } from "./section";

export const reminderWords = part("reminders");
