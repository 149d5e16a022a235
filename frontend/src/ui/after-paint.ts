/**
 * Run after the next paint, so that it does not delay what is on the screen now.
 *
 * @returns cancels it
 */
export function afterPaint(run: () => void): () => void {
  let frame = requestAnimationFrame(() => (frame = requestAnimationFrame(run)));
  return () => cancelAnimationFrame(frame);
}
