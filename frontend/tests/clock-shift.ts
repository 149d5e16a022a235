/** Moves `Date` by CLOCK_SHIFT seconds, for `python -m tests.clocks`; timers stay as they are. */
const shift = 1000 * Number(process.env["CLOCK_SHIFT"] ?? 0);

if (shift !== 0) {
  const RealDate = Date;
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, args, newTarget) =>
      Reflect.construct(target, args.length === 0 ? [RealDate.now() + shift] : args, newTarget) as Date,
    get: (target, key, receiver) =>
      key === "now" ? () => RealDate.now() + shift : (Reflect.get(target, key, receiver) as unknown),
  });
}
