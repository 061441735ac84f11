import { createHmac, randomUUID } from 'node:crypto';
import type { TestApp } from '../../support/index.js';

/** Posts a signed message as the bank does; any text, unless it is made of an event. */
export async function tellOfPayout(app: TestApp, event: object | string, id = `evt_${randomUUID()}`): Promise<number> {
  const body = typeof event === 'string' ? event : JSON.stringify(event);
  const timestamp = String(Math.floor(Date.now() / 1000));
  const key = Buffer.from(app.config.providerWebhookSecret.replace('whsec_', ''), 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
  const answer = await app.http
    .post('/v1/bank-events/sandbox')
    .set('Content-Type', 'application/json')
    .set({ 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` })
    .send(body);
  return answer.status;
}
