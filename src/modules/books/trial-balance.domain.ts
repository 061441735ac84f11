/** A trial balance as it is exported. */
interface Exported {
  readonly asOf: string;
  readonly seal: { readonly seq: number; readonly hash: string; readonly sealedAt: string } | null;
  readonly currencies: readonly {
    readonly currency: string;
    readonly accounts: readonly {
      readonly account: string;
      readonly class: string;
      readonly owner: string | null;
      readonly debit: number;
      readonly credit: number;
    }[];
  }[];
}

const rowsOf = ({ currencies }: Exported) =>
  currencies.flatMap(({ currency, accounts }) =>
    accounts.map(({ account, class: kind, owner, debit, credit }) => ({
      ...{ currency, class: kind, account, owner },
      ...{ debit, credit },
    })),
  );

/** RFC 4180; every record ends with the hash of the seal. */
export function csvOf(balance: Exported): string {
  const seal = balance.seal?.hash ?? '';
  const records = rowsOf(balance).map((row) => [...Object.values(row), seal]);
  return [['currency', 'class', 'account', 'owner', 'debit', 'credit', 'seal'], ...records]
    .map((record) => `${record.join(',')}\r\n`)
    .join('');
}

/** One JSON object a line; the last one is `{asOf, seal}`. */
export function jsonLinesOf(balance: Exported): string {
  const lines = [...rowsOf(balance), { asOf: balance.asOf, seal: balance.seal }];
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
}
