export { Access, Caller, Forbidden, type AccessRule, type Role } from '../auth/index.js';
export { ActionView } from './action.dto.js';
export { createAdapter, type RawRequest } from './adapter.js';
export { Cursors } from './cursors.js';
export { DtoPipe } from './dto.pipe.js';
export { FileBody, FileExpected, TakesFile } from './file-body.js';
export {
  CursorInvalid,
  Invalid,
  NotFound,
  OwnMatter,
  StaleVersion,
  Unavailable,
  VersionRequired,
} from './http.errors.js';
export { HttpPlatformModule } from './http.module.js';
export { IdempotencyKeys } from './idempotency-keys.js';
export { IdempotencyScope } from './idempotency-scope.js';
export { Idempotent } from './idempotent.js';
export { Inbound, TakesMessages } from './inbound.js';
export { IsInstant } from './instant.js';
export { MoneyDto, MoneyView, toMoney } from './money.dto.js';
export { Once } from './once.js';
export { buildOpenApi } from './openapi/build.js';
export { IsCursor, LimitQuery, PageOf, PageQuery, type Page } from './page.dto.js';
export { QueryNumber } from './query-number.js';
export { RateClass } from './rate-class.js';
export { configureHttp } from './server.js';
export { Throws } from './throws.js';
export { IfMatch, Versioned } from './versioned.js';
export { IsWireId, parseWireId, WireId } from './wire-id.js';
