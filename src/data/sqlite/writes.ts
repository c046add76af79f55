/**
 * The operations of the writer thread as the main thread calls them: each travels to the thread and resolves when its write is
 * durable. `Make` is what makes the operations from prepared statements, such as `userWrites`.
 */
export type Writes<Make extends (...parts: never[]) => object> = {
  readonly [Name in keyof ReturnType<Make>]: ReturnType<Make>[Name] extends (
    ...args: infer Args
  ) => infer Result
    ? (...args: Args) => Promise<Result>
    : never;
};
