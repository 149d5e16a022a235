/**
 * Runs when what stands on the screen now has been painted, so that nobody waits for the rest.
 *
 * @returns what calls it off
 */
export function afterPaint(run: () => void): () => void {
  let frame = requestAnimationFrame(() => (frame = requestAnimationFrame(run)));
  return () => cancelAnimationFrame(frame);
}
