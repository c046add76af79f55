/** The type of the same words in another language: texts for texts, functions with the same arguments. A missing key does not compile. */
export type Like<T> = T extends string
  ? string
  : T extends (...args: infer Args) => string
    ? (...args: Args) => string
    : { readonly [Key in keyof T]: Like<T[Key]> };
