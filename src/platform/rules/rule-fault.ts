/** What is wrong with an expression. */
export interface RuleFault {
  readonly code: string;
  readonly message: string;
  /** Character positions in the expression. */
  readonly start: number;
  readonly end: number;
}
