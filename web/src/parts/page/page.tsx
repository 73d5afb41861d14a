// SPDX-License-Identifier: Apache-2.0
// What every page is made of: head (title, one sentence of state, one action), trouble, emptiness in its three kinds, and states.
import { Button } from '@mantine/core';
import {
    IconAlertTriangle,
    IconCircleCheck,
    IconCircleDashed,
    IconCircleMinus,
    IconCircleX,
    IconClockHour4,
    IconPlugOff,
    IconRefresh,
    IconZzz,
} from '@tabler/icons-react';
import { type ReactNode, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Failure, type Problem } from '../../api/client';
import { sentence, type Word } from '../../words/words';
import classes from './page.module.css';

export function PageHead({
    title,
    sentence,
    action,
    children,
}: {
    title: string;
    sentence?: ReactNode;
    action?: ReactNode;
    children?: ReactNode;
}) {
    useEffect(() => {
        document.title = `${title} · Lockstep`;
    }, [title]);
    return (
        <header className={classes.head}>
            <div>
                <h1>{title}</h1>
                {sentence !== undefined && <p className={classes.sentence}>{sentence}</p>}
            </div>
            {action !== undefined && <div className={classes.action}>{action}</div>}
            {children}
        </header>
    );
}

export function Section({ title, aside, children }: { title: string; aside?: ReactNode; children: ReactNode }) {
    return (
        <section className={classes.section}>
            <div className={classes.section_head}>
                <h2>{title}</h2>
                {aside !== undefined && <span className="small dim">{aside}</span>}
            </div>
            {children}
        </section>
    );
}

export type Tone = 'ok' | 'wait' | 'attention' | 'failed' | 'off';
const tone_icons = {
    ok: IconCircleCheck,
    wait: IconClockHour4,
    attention: IconAlertTriangle,
    failed: IconCircleX,
    off: IconCircleMinus,
};

export function StateMark({ tone, children }: { tone: Tone; children: ReactNode }) {
    const Icon = tone_icons[tone];
    return (
        <span className={classes.mark} data-tone={tone}>
            <Icon size={14} stroke={2} aria-hidden />
            {children}
        </span>
    );
}

// Why it failed, by what is known: the server's silence, its refusal, or its own words.
function why(failure: Failure): Word {
    if (failure.status === 0) return 'trouble.why_silent';
    if (failure.status === 401) return 'trouble.why_signed_out';
    if (failure.status === 403) return 'trouble.why_forbidden';
    if (failure.status === 404) return 'trouble.why_gone';
    if (failure.status === 409) return 'trouble.why_state';
    if (failure.status === 429) return 'trouble.why_busy';
    if (failure.status >= 500) return 'trouble.why_server';
    return 'trouble.why_refused';
}

function remedy(failure: Failure): Word {
    if (failure.status === 0) return 'trouble.do_silent';
    if (failure.status === 401) return 'trouble.do_sign_in';
    if (failure.status === 403) return 'trouble.do_forbidden';
    if (failure.status === 404) return 'trouble.do_gone';
    if (failure.status === 429) return 'trouble.do_busy';
    if (failure.status >= 500) return 'trouble.do_server';
    return 'trouble.do_refused';
}

// The case itself in the language of the screen where we know its sentence; else as the server put it. Its marks are for pages.
function detail(problem: Problem): string {
    const { reason } = problem.params;
    const own = reason === undefined ? null : sentence(`error.${problem.code}.${reason}`, problem.params);
    return (own ?? problem.detail).replaceAll('`', '');
}

// What happened, why, what to do; the technical part folded.
export function Trouble({ what, error, retry }: { what: string; error: unknown; retry?: () => void }) {
    const { t, i18n } = useTranslation();
    const failure = error instanceof Failure ? error : new Failure(0, null);
    const problem = failure.problem;
    // What the error's own page says is more to the point than what every error of its status has in common.
    const known =
        problem?.remedy === undefined || problem.remedy === ''
            ? undefined
            : `${problem.title}. ${problem.remedy}`.replaceAll('`', '');
    return (
        <div className={classes.trouble} role="alert">
            <IconCircleX size={20} aria-hidden />
            <div>
                <h3>{what}</h3>
                <p>{known ?? `${t(why(failure))} ${t(remedy(failure))}`}</p>
                {problem !== null && detail(problem) !== '' && <p className={classes.words_of_server}>{detail(problem)}</p>}
                {problem?.problems?.map((each) => (
                    <p key={each.code + each.message} className={classes.words_of_server}>
                        {each.message}
                    </p>
                ))}
                <div className={classes.trouble_foot}>
                    {retry !== undefined && (
                        <Button size="xs" variant="default" leftSection={<IconRefresh size={14} />} onClick={retry}>
                            {t('trouble.again')}
                        </Button>
                    )}
                    <details>
                        <summary>{t('trouble.technical')}</summary>
                        <code>
                            {problem === null
                                ? `HTTP ${failure.status}`
                                : `${problem.status} ${problem.code} · ${problem.request_id}${problem.field === undefined ? '' : ` · ${problem.field}`}`}
                        </code>
                        {problem?.technical !== undefined && <p className="small dim">{problem.technical}</p>}
                        {problem?.type.startsWith('/docs/') === true && (
                            <p>
                                <a
                                    href={`${problem.type}?language=${i18n.resolvedLanguage ?? 'en'}`}
                                    target="_blank"
                                    rel="noreferrer"
                                >
                                    {t('trouble.more')}
                                </a>
                            </p>
                        )}
                    </details>
                </div>
            </div>
        </div>
    );
}

const empty_icons = { unset: IconPlugOff, nothing: IconCircleDashed, good: IconCircleCheck, resting: IconZzz };

// Three kinds that must not be mistaken for each other: not set up, nothing yet, all good (and paused, which is neither).
export function Empty({
    kind,
    title,
    children,
    action,
}: {
    kind: keyof typeof empty_icons;
    title: string;
    children?: ReactNode;
    action?: ReactNode;
}) {
    const Icon = empty_icons[kind];
    return (
        <div className={classes.empty} data-kind={kind}>
            <Icon size={28} stroke={1.5} aria-hidden />
            <h3>{title}</h3>
            {children !== undefined && <p>{children}</p>}
            {action}
        </div>
    );
}
