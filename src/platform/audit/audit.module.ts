import { Global, Module } from '@nestjs/common';
import { AuditEntriesController } from './audit-entries.controller.js';
import { AuditLog } from './audit-log.js';

/** Global, because every module has routes through which staff read. */
@Global()
@Module({ controllers: [AuditEntriesController], providers: [AuditLog], exports: [AuditLog] })
export class AuditModule {}
