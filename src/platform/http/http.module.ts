import { Global, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { AccessGuard } from '../auth/index.js';
import { Cursors } from './cursors.js';
import { IdempotencyKeys } from './idempotency-keys.js';

@Global()
@Module({
  providers: [Cursors, IdempotencyKeys, { provide: APP_GUARD, useClass: AccessGuard }],
  exports: [Cursors, IdempotencyKeys],
})
export class HttpPlatformModule {}
