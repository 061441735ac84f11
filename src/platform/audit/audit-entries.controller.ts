import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Access } from '../http/index.js';
import { AuditLog } from './audit-log.js';
import { AuditEntryPage, AuditQuery } from './audit.dto.js';

@ApiTags('operations')
@Controller('v1/admin/audit-entries')
export class AuditEntriesController {
  constructor(private readonly log: AuditLog) {}

  /** List what staff have read of people and sellers, newest first. */
  @Get()
  @Access({ roles: ['admin'] })
  list(@Query() query: AuditQuery): Promise<AuditEntryPage> {
    return this.log.page(query);
  }
}
