import type { Handlers } from '../../../shared/dispatcher.ts';
import type { FindingView, HealthView, VerifyReportView } from '../../../shared/values.ts';
import type { Engine } from '../../engine/engine.ts';
import { findArtifact } from '../../engine/find-version.ts';
import { repair } from '../../engine/repair/repair.ts';
import type { Finding } from '../../engine/verify/finding.ts';
import { healthOf, type Health } from '../../engine/verify/health.ts';
import { verify, type VerifyReport } from '../../engine/verify/verify.ts';

type HealthMethods = 'store.verify' | 'store.repair' | 'store.health';

export function healthHandlers({ core }: Engine): Pick<Handlers, HealthMethods> {
  return {
    'store.verify': async ({ artifact, deep, fresh }) => {
      const only = artifact === undefined ? null : findArtifact(core.catalog, artifact);
      const beginning = { kind: 'verify' as const, artifact: artifact ?? null, phase: 'Checking versions' };
      const report = await core.activities.run(beginning, (activity) => verify(core, only, deep, activity, fresh));
      return reportView(report);
    },
    'store.repair': async () => {
      const beginning = { kind: 'repair' as const, artifact: null, phase: 'Checking versions' };
      const { verified, lost, ...repaired } = await core.activities.run(beginning, (activity) => repair(core, activity));
      return { ok: lost.length === 0, verified: reportView(verified), repaired, lost: lost.map(findingView) };
    },
    'store.health': () => healthView(healthOf(core.catalog)),
  };
}

function reportView(report: VerifyReport): VerifyReportView {
  return { ...report, findings: report.findings.map(findingView), ok: report.findings.length === 0 };
}

function findingView({ code, message, touches }: Finding): FindingView {
  return { code, message, touches: touches.map((touch) => ({ ...touch })) };
}

function healthView({ last, lastDeep, round, containers, unproven, damagedChunks }: Health): HealthView {
  return {
    last: last === null ? null : { ...last, messages: [...last.messages] },
    lastDeep: lastDeep === null ? null : { ...lastDeep, messages: [...lastDeep.messages] },
    round: round === null ? null : { ...round, containers, proven: containers - unproven },
    damagedChunks,
  };
}
