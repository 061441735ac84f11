import type { Locator, Page } from 'playwright-core';
import { ApiClient } from '../../src/tools/api-client.js';
import { hasBrowser, openBrowser } from '../support/browser.js';
import { startApp, type TestApp } from '../support/index.js';
import { staff } from '../support/world.identity.js';

const describeWithBrowser = hasBrowser() ? describe : describe.skip;

interface Done {
  readonly status: string;
  readonly body: string;
}

/** Signs in with a credential, the way a person does in the dialog. */
async function signIn(page: Page, credential: string): Promise<void> {
  await page.locator('.auth-wrapper .btn.authorize').click();
  const logout = page.locator('.modal-ux .auth-btn-wrapper button', { hasText: 'Logout' });
  if (await logout.first().isVisible()) await logout.first().click();
  await page.locator('.modal-ux input').first().fill(credential);
  await page.locator('.modal-ux .auth-btn-wrapper button.authorize', { hasText: 'Authorize' }).first().click();
  await page.locator('.modal-ux .btn-done').first().click();
}

/** Opens the part of the page that the operation is in. */
async function open(page: Page, part: string, operation: Locator): Promise<void> {
  const heading = page.locator(`.opblock-tag[data-tag="${part}"]`);
  if ((await heading.getAttribute('data-is-open')) !== 'true') await heading.click();
  await operation.waitFor();
}

/** Fills in an operation and executes it. */
async function execute(
  page: Page,
  part: string,
  operationId: string,
  parameters: Record<string, string>,
  body?: object,
): Promise<Done> {
  const operation = page.locator(`.opblock[id$="-${operationId}"]`);
  await open(page, part, operation);
  if (!(await operation.getAttribute('class'))?.includes('is-open'))
    await operation.locator('.opblock-summary').click();
  await operation.locator('.try-out__btn:not(.cancel)').click();
  for (const [name, value] of Object.entries(parameters)) {
    await operation.locator(`tr[data-param-name="${name}"] input`).fill(value);
  }
  if (body) await operation.locator('textarea.body-param__text').fill(JSON.stringify(body));
  await operation.locator('.execute').click();
  const response = operation.locator('.live-responses-table .response').first();
  await response.waitFor();
  const status = (await response.locator('.response-col_status').innerText()).trim();
  return { status, body: await response.locator('.highlight-code').first().innerText() };
}

describeWithBrowser('Swagger UI in a real browser', () => {
  let app: TestApp;
  let api: ApiClient;
  let browser: Awaited<ReturnType<typeof openBrowser>>;

  beforeAll(async () => {
    app = await startApp({ config: { swaggerUi: true } });
    api = new ApiClient(app.url);
    browser = await openBrowser();
  }, 240_000);

  afterAll(async () => {
    await browser.close();
    await app.stop();
  });

  const rest = (): Promise<unknown> => api.post('/v1/sandbox/clock', { body: { drain: true } });

  /** An active seller, and a listing that screening has stopped unless the title is harmless. */
  async function listing(title: string, price: number): Promise<{ variantId: string }> {
    const seller = await api.post<{ sellerId: string; token: string }>('/v1/sandbox/sellers', { body: {} });
    const { data } = await api.get<{ data: { id: string }[] }>('/v1/categories?limit=100');
    const { token } = seller;
    const made = await api.post<{ id: string; variants: { id: string }[] }>(`/v1/sellers/${seller.sellerId}/listings`, {
      token,
      body: {
        title,
        description: `${title}.`,
        categoryId: data.at(-1)?.id,
        condition: 'new',
        variants: [{ sku: 'one', price: { amount: price, currency: 'USD' } }],
      },
    });
    const variantId = made.variants[0]?.id ?? '';
    const stock = { token, idempotencyKey: 'stock', body: { delta: 5, reason: 'received' } };
    await api.post(`/v1/variants/${variantId}/stock-adjustments`, stock);
    await api.post(`/v1/listings/${made.id}/submission`, { token });
    await rest();
    return { variantId };
  }

  async function heldOrder(): Promise<void> {
    const { variantId } = await listing('Telescope with a solid oak tripod', 329_000);
    const { token } = await api.post<{ token: string }>('/v1/sandbox/users', { body: {} });
    const cart = await api.post<{ id: string }>('/v1/carts', { token, body: { lines: [{ variantId, quantity: 2 }] } });
    const shippingAddress = { name: 'Max', line1: '9 Far Rd', city: 'Springfield', postalCode: '12345', country: 'US' };
    const order = { token, idempotencyKey: 'order', body: { cartId: cart.id, shippingAddress } };
    const { paymentId } = await api.post<{ paymentId: string }>('/v1/orders', order);
    const card = { token: 'tok_approve_browser', holderCountry: 'BR' };
    const answer = await api.post<{ state: string }>(`/v1/payments/${paymentId}/authorisation`, {
      token,
      idempotencyKey: 'pay',
      body: { card },
    });
    expect(answer.state).toBe('held');
    await rest();
  }

  it('lets a moderator sign in, claim a case and decide it, on the page for moderators', async () => {
    await listing('Designer handbag, mirror quality replica', 4_000);
    const page = await browser.context.newPage();

    await page.goto(`${api.baseUrl}/docs/moderator`);
    await signIn(page, (await staff(app, 'moderator')).token);
    const claimed = await execute(page, 'moderation', 'cases_claimNext', {});
    const caseId = /cas_[0-9a-z]{26}/.exec(claimed.body)?.[0] ?? '';
    const explanation = 'The title offers a replica of a brand.';
    const decided = await execute(
      page,
      'moderation',
      'cases_decide',
      { caseId },
      { decision: 'remove', ground: 'incompatible', explanation },
    );

    expect(claimed.status).toMatch(/^20[01]$/);
    expect(decided.status).toMatch(/^20[01]$/);
    expect(decided.body).toContain('remove');
    await page.close();
  }, 180_000);

  it('lets a risk analyst release a held order, on the page for everybody', async () => {
    await heldOrder();
    const page = await browser.context.newPage();

    await page.goto(`${api.baseUrl}/docs`);
    await signIn(page, (await staff(app, 'risk')).token);
    const claimed = await execute(page, 'risk', 'holds_claimNext', {});
    const holdId = /hld_[0-9a-z]{26}/.exec(claimed.body)?.[0] ?? '';
    const released = await execute(
      page,
      'risk',
      'holds_release',
      { holdId, 'Idempotency-Key': 'ui-1' },
      { reason: 'Spoke to the buyer.' },
    );

    expect(claimed.status).toMatch(/^20[01]$/);
    expect(released.status).toMatch(/^20[01]$/);
    expect(released.body).toContain('released');
    await page.close();
  }, 180_000);
});
