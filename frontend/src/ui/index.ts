/** The widgets. Import `ui/base.css` and `ui/fonts.css` once, in main.ts. */
export { default as Button } from "./Button.svelte";
export { default as Card } from "./Card.svelte";
export { default as Chip } from "./Chip.svelte";
export { default as ChipGroup } from "./ChipGroup.svelte";
export { default as Field } from "./Field.svelte";
export { default as Icon } from "./Icon.svelte";
export { default as LevelCard } from "./LevelCard.svelte";
export { default as LevelMark } from "./LevelMark.svelte";
export { default as Question } from "./Question.svelte";
export { default as Steps } from "./Steps.svelte";
export { default as Page } from "./Page.svelte";
export { default as Toaster } from "./Toaster.svelte";
export { default as YesNoList } from "./YesNoList.svelte";
export { afterPaint } from "./after-paint";
export { hideToast, showToast } from "./toast";
