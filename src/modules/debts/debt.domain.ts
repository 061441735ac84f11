/** What a seller owes in one currency, by the age of each debt; minor units. */
export interface DebtRow {
  readonly sellerId: string;
  readonly currency: string;
  readonly owed: number;
  /** Younger than 8 days, than 31 days, than 91 days, and older. */
  readonly upTo7Days: number;
  readonly upTo30Days: number;
  readonly upTo90Days: number;
  readonly over90Days: number;
  readonly oldestAt: Date;
}
