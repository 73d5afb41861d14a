// SPDX-License-Identifier: Apache-2.0
// One run: what became of each step, what was sent and came back, what it waits for, and what a person can do.
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import type { Schemas } from '../../api/client';
import { Facts, NotShown, Raw } from '../../parts/inspector/inspector';
import { Ago } from '../../parts/numbers/numbers';
import { PageHead, Section, StateMark, type Tone, Trouble } from '../../parts/page/page';
import { SureButton } from '../../parts/sure_button';
import { RunState } from '../../parts/workflows/marks';
import { nameIn, useWorkflows } from '../../parts/workflows/queries';
import { isOpen, useCallsOf, useCancel, useRun, useSettle, useVersionOf } from './queries';
import classes from './runs.module.css';
import { callsOf, passedSteps, type Passed } from './steps';
import { operationsIn } from './operations';

const tones: Record<Passed['what'], Tone> = {
    done: 'ok',
    failed: 'failed',
    waits: 'wait',
    calls: 'wait',
    later: 'wait',
    unclear: 'attention',
};

export default function RunPage() {
    const { t, i18n } = useTranslation();
    const { run: id = '' } = useParams();
    const run = useRun(id);
    const flow = useWorkflows().data?.items.find((each) => each.id === run.data?.workflow);
    const name = flow === undefined ? (run.data?.workflow ?? '') : nameIn(flow.name, i18n.language, flow.id);
    if (run.data === undefined)
        return (
            <>
                <PageHead title={t('runs.one')} />
                <NotShown what={t('runs.one_unreadable')} error={run.error} retry={run.refetch} />
            </>
        );
    return <Shown run={run.data} name={name} />;
}

function Shown({ run, name }: { run: Schemas['WorkflowRun']; name: string }) {
    const { t } = useTranslation();
    const cancel = useCancel();
    const calls = useCallsOf(run);
    const version = useVersionOf(run.workflow, run.version);
    const operations = operationsIn(version.data?.definition ?? '');
    const steps = passedSteps(run.steps ?? []);
    const trigger = run.values?.['trigger'];
    const vars = run.values?.['vars'];
    const has_vars = typeof vars === 'object' && vars !== null && Object.keys(vars).length > 0;
    return (
        <>
            <PageHead
                title={t('runs.one_of', { name })}
                sentence={
                    <span className={classes.state}>
                        <RunState status={run.status} />
                        <Link to={`/workflows/edit/${run.workflow}`}>{t('flows.version', { version: run.version })}</Link>
                        <Ago at={run.started_at} />
                    </span>
                }
                action={
                    isOpen(run) ? (
                        <SureButton
                            ask={t('runs.cancel')}
                            sure={t('runs.cancel_sure')}
                            pending={cancel.isPending}
                            act={() => {
                                cancel.mutate(run.id);
                            }}
                        />
                    ) : (
                        <Button component={Link} to={`/runs?workflow=${run.workflow}`} variant="default">
                            {t('runs.title')}
                        </Button>
                    )
                }
            />
            {cancel.isError && <Trouble what={t('runs.not_cancelled')} error={cancel.error} />}
            {run.status === 'failed' && <Failed run={run} />}
            {run.status === 'unclear' && <Unclear run={run} />}
            {run.status === 'waiting' && run.wakes_at !== null && (
                <p className={classes.now}>
                    <StateMark tone="wait">{t('runs.goes_on')}</StateMark> <Ago at={run.wakes_at} />
                </p>
            )}
            {run.status === 'waiting' && run.wakes_at === null && (
                <p className={classes.now}>
                    <StateMark tone="wait">{t('runs.waits_for_event')}</StateMark>
                </p>
            )}
            <Section title={t('runs.steps')} aside={t('runs.steps_count', { count: steps.length })}>
                {steps.length === 0 && <p className="dim">{t('runs.no_steps')}</p>}
                <ol className={classes.steps}>
                    {steps.map((step, number) => (
                        <StepLine
                            key={number}
                            step={step}
                            calls={callsOf(step, calls.data?.items ?? [], operations.get(step.step) ?? '')}
                        />
                    ))}
                </ol>
                {calls.data?.is_whole === false && <p className="small dim">{t('runs.calls_cut')}</p>}
            </Section>
            {has_vars && (
                <Section title={t('runs.known')}>
                    <Raw label={t('runs.known')}>{JSON.stringify(vars, null, 2)}</Raw>
                </Section>
            )}
            <Section title={t('runs.began_by')}>
                <Facts>
                    <dt>{t('runs.event')}</dt>
                    <dd>{run.event === '' ? '–' : <Link to={`/events/${run.event}`}>{run.event}</Link>}</dd>
                    <dt>{t('runs.id')}</dt>
                    <dd>
                        <code>{run.id}</code>
                    </dd>
                </Facts>
                {trigger !== undefined && <Raw label={t('runs.trigger')}>{JSON.stringify(trigger, null, 2)}</Raw>}
            </Section>
        </>
    );
}

// What went wrong in words, and what to do about it.
function Failed({ run }: { run: Schemas['WorkflowRun'] }) {
    const { t, i18n } = useTranslation();
    const error = run.error;
    return (
        <div className={classes.failed} role="note">
            <h2>{t('runs.failed_at', { step: run.error_step })}</h2>
            <p>
                <b>{error?.title ?? run.error_code}</b>
            </p>
            {error !== undefined && error.remedy !== '' && <p>{error.remedy.replaceAll('`', '')}</p>}
            {run.error_text !== undefined && run.error_text !== '' && (
                <details>
                    <summary>{t('trouble.technical')}</summary>
                    <code>
                        {run.error_code} · {run.error_text}
                    </code>
                    <p>
                        <a
                            href={`/docs/errors/${run.error_code}?language=${i18n.resolvedLanguage ?? 'en'}`}
                            target="_blank"
                            rel="noreferrer"
                        >
                            {t('trouble.more')}
                        </a>
                    </p>
                </details>
            )}
            <p>
                <Link to={`/workflows/edit/${run.workflow}`}>{t('runs.mend')}</Link>
            </p>
        </div>
    );
}

// A write whose answer was lost: only a person who has looked knows whether it was carried out.
function Unclear({ run }: { run: Schemas['WorkflowRun'] }) {
    const { t } = useTranslation();
    const settle = useSettle();
    return (
        <div className={classes.unclear} role="note">
            <h2>{t('runs.unclear_title')}</h2>
            <p>{t('runs.unclear_why')}</p>
            <div className={classes.acts}>
                {(['done', 'again', 'failed'] as const).map((outcome) => (
                    <Button
                        key={outcome}
                        variant="default"
                        loading={settle.isPending && settle.variables.outcome === outcome}
                        onClick={() => {
                            settle.mutate({ id: run.id, outcome });
                        }}
                    >
                        {t(`runs.settle.${outcome}`)}
                    </Button>
                ))}
            </div>
            {settle.isError && <Trouble what={t('runs.not_settled')} error={settle.error} />}
        </div>
    );
}

function StepLine({ step, calls }: { step: Passed; calls: Schemas['Call'][] }) {
    const { t } = useTranslation();
    return (
        <li className={classes.step}>
            <details open={step.what === 'failed' || step.what === 'unclear'}>
                <summary>
                    <b>{step.step}</b>
                    {step.items.length > 0 && (
                        <span className="small dim">{t('runs.item', { number: step.items.join('.') })}</span>
                    )}
                    <StateMark tone={tones[step.what]}>{t(`runs.what.${step.what}`)}</StateMark>
                    {step.attempts > 1 && <span className="small dim">{t('runs.attempts', { count: step.attempts })}</span>}
                    <span className="small dim">
                        <Ago at={step.ended_at ?? step.begun_at} />
                    </span>
                </summary>
                <div className={classes.inside}>
                    {step.error !== null && (
                        <p>
                            <StateMark tone="failed">{step.error.code}</StateMark> {step.error.message}
                        </p>
                    )}
                    {step.given !== undefined && step.given !== null && (
                        <>
                            <h3>{t('build.input')}</h3>
                            <Raw label={t('build.input')}>{JSON.stringify(step.given, null, 2)}</Raw>
                        </>
                    )}
                    {step.gave !== undefined && step.gave !== null && (
                        <>
                            <h3>{t('build.output')}</h3>
                            <Raw label={t('build.output')}>{JSON.stringify(step.gave, null, 2)}</Raw>
                        </>
                    )}
                    {step.ended_at === null && (
                        <p className="small dim">
                            {t('runs.since')} <Ago at={step.begun_at} />
                        </p>
                    )}
                    {calls.length > 0 && (
                        <>
                            <h3>{t('runs.calls')}</h3>
                            <ul className={classes.calls}>
                                {calls.map((call) => (
                                    <li key={call.id}>
                                        <Link to={`/calls/${call.id}`}>
                                            {call.operation} · {t(`call_outcome.${call.outcome}`)}
                                            {call.status > 0 && ` · HTTP ${call.status}`}
                                        </Link>{' '}
                                        <span className="small dim">{t('runs.took', { ms: Math.round(call.took_ms) })}</span>
                                    </li>
                                ))}
                            </ul>
                        </>
                    )}
                </div>
            </details>
        </li>
    );
}
