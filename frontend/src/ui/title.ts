/** Name the open screen in the browser's tabs and history, and to screen readers. */
export function setTitle(screen: string): void {
  document.title = `${screen} · Footnote`;
}
