import { Global, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_PIPE } from '@nestjs/core';
import { AccessGuard } from '../auth/index.js';
import { AllowedMethods } from './allowed-methods.js';
import { Cursors } from './cursors.js';
import { DtoPipe } from './dto.pipe.js';
import { IdempotencyKeys } from './idempotency-keys.js';
import { LifecyclesController } from './lifecycles.controller.js';
import { ProblemFilter } from './problem.filter.js';
import { ProblemsController } from './problems.controller.js';
import { AddressRateGuard, PrincipalRateGuard } from './rate-limit.guards.js';
import { RateLimiter } from './rate-limiter.js';

/** Guards run in the order of this list. */
@Global()
@Module({
  controllers: [LifecyclesController, ProblemsController],
  providers: [
    AllowedMethods,
    Cursors,
    IdempotencyKeys,
    RateLimiter,
    { provide: APP_GUARD, useClass: AddressRateGuard },
    { provide: APP_GUARD, useClass: AccessGuard },
    { provide: APP_GUARD, useClass: PrincipalRateGuard },
    { provide: APP_PIPE, useClass: DtoPipe },
    { provide: APP_FILTER, useClass: ProblemFilter },
  ],
  exports: [Cursors, IdempotencyKeys],
})
export class HttpPlatformModule {}
