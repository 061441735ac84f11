import type { TestApp } from '../support/index.js';
import { get } from '../support/world.orders.js';
import type { ActiveSeller } from '../support/world.sellers.js';

interface Page {
  readonly data: readonly { readonly id: string }[];
}

/** What the end of a month makes for a seller that sold something. */
export async function documentThings(app: TestApp, { sellerId, token }: ActiveSeller): Promise<Record<string, string>> {
  const newest = async (name: string): Promise<string> => {
    const { data } = await get<Page>(app, token, `/v1/sellers/${sellerId}/${name}`);
    return data[0]?.id ?? '';
  };
  return { sellerStatementId: await newest('statements'), feeInvoiceId: await newest('fee-invoices') };
}
