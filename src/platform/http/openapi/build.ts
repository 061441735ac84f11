import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { DeclaredRoutes, type DeclaredRoute } from '../../auth/index.js';
import { ProblemDetails } from '../problem.dto.js';
import { bound, boundSchemas } from './bounds.js';
import { describeOperation } from './operation.js';
import { operationIdOf } from './operation-id.js';
import { ProblemResponses } from './problem-responses.js';
import { operationsOf } from './types.js';

const DESCRIPTION = `The REST API of a marketplace: many sellers, one basket, money in escrow until the goods have arrived.

- Amounts are integer minor units with an ISO 4217 code.
- Instants are RFC 3339 in UTC; identifiers carry a prefix, \`ord_…\`, and are never secrets.
- A refusal is a problem document; decide by its \`code\`, which never changes.
- Repeat a POST with the same \`Idempotency-Key\` as often as you like: it takes effect once.`;

/**
 * The OpenAPI 3.1 document of every route: access, refusals, bounds and idempotency come from the declarations.
 * @throws Error when two routes have the same operation id
 */
export function buildOpenApi(app: INestApplication): OpenAPIObject {
  const routes = routesById(app.get(DeclaredRoutes).all());
  const document = SwaggerModule.createDocument(app, header(), {
    operationIdFactory: operationIdOf,
    extraModels: [ProblemDetails],
    autoTagControllers: false,
  });
  const problems = new ProblemResponses();
  for (const operation of operationsOf(document)) {
    const route = routes.get(operation.operationId ?? '');
    if (route) describeOperation(operation, route, problems);
  }
  boundSchemas(document, [...routes.values()]);
  document.components = { ...document.components, responses: problems.components() };
  document.tags = tagsOf(document);
  bound(document);
  return document;
}

function header(): Omit<OpenAPIObject, 'paths'> {
  return new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Souk')
    .setDescription(DESCRIPTION)
    .setVersion('1.0.0')
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .setContact('Souk', 'https://souk.example/api', 'api@souk.example')
    .addServer('/')
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'The session token of a person.' }, 'session')
    .addBearerAuth(
      { type: 'http', scheme: 'bearer', description: 'An API key, `souk_test_…` or `souk_live_…`.' },
      'apiKey',
    )
    .build();
}

function routesById(routes: readonly DeclaredRoute[]): Map<string, DeclaredRoute> {
  const byId = new Map<string, DeclaredRoute>();
  for (const route of routes) {
    const id = operationIdOf(route.controller.name, route.method);
    if (byId.has(id)) throw new Error(`Two routes have the operation id ${id}`);
    byId.set(id, route);
  }
  return byId;
}

function tagsOf(document: OpenAPIObject): { name: string; description: string }[] {
  const names = new Set(operationsOf(document).flatMap(({ tags }) => tags ?? []));
  return [...names].sort().map((name) => ({ name, description: `Operations on ${name.replaceAll('-', ' ')}.` }));
}
