import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiParam, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Access } from '../auth/index.js';
import { NotFound } from './http.errors.js';
import { languageOf, type Language } from './language.js';
import { ANSWERS, catalog, isRetryableProblem, statusOf, type CatalogProblem } from './problem-catalog.js';
import { problemIndex, problemPage } from './problem-pages.js';
import { ProblemList, ProblemView } from './problems.dto.js';
import { Throws } from './throws.js';

const HTML = 'text/html; charset=utf-8';

@ApiTags('reference')
@Controller('problems')
export class ProblemsController {
  /** List the problems that the service can answer, as JSON or for a browser as HTML. */
  @Get()
  @Access({ roles: ['anyone'] })
  @ApiOkResponse({ type: ProblemList })
  list(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): ProblemList | string {
    const language = languageOf(request.headers['accept-language']);
    const data = catalog().map((problem) => viewOf(problem, language));
    void reply.headers({ Vary: 'Accept, Accept-Language', 'Content-Language': language });
    if (!wantsHtml(request)) return { data };
    void reply.type(HTML);
    return problemIndex(data, language);
  }

  /** Explain one problem: the page that `type` of a problem document names. */
  @Get(':code')
  @Access({ roles: ['anyone'] })
  @ApiParam({ name: 'code', schema: { type: 'string', pattern: '^[a-z0-9_]+$', maxLength: 80 }, example: 'not_found' })
  @ApiOkResponse({ type: ProblemView })
  @Throws(NotFound)
  get(
    @Param('code') code: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): ProblemView | string {
    const problem = catalog().find((one) => one.code === code);
    if (!problem) throw new NotFound({ what: 'problem' });
    const language = languageOf(request.headers['accept-language']);
    const view = viewOf(problem, language);
    void reply.headers({ Vary: 'Accept, Accept-Language', 'Content-Language': language });
    if (!wantsHtml(request)) return view;
    void reply.type(HTML);
    return problemPage(view, language);
  }
}

const wantsHtml = ({ headers }: FastifyRequest): boolean => headers.accept?.includes('text/html') ?? false;

function viewOf(problem: CatalogProblem, language: Language): ProblemView {
  return {
    code: problem.code,
    status: statusOf(problem),
    title: ANSWERS[problem.kind][language],
    detail: problem[language],
    retryable: isRetryableProblem(problem),
  };
}
