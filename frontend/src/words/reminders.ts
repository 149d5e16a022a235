import { part } from "./part";

export const reminderWords = part("reminders");
