// SPDX-License-Identifier: Apache-2.0
// Issues in plain words: what happened, to whom, and what to do about it.
import { IconAlertTriangle, IconChevronRight } from '@tabler/icons-react';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Schemas } from '../../api/client';
import { useRecord } from '../../api/queries';
import { PersonName } from '../changes/sentences';
import { locale, sentence } from '../../words/words';
import { inSync } from '../current_sync';
import { fieldLabel } from '../field_words';
import { Ago } from '../numbers/numbers';
import { AnswerBox } from './answer';
import classes from './issues.module.css';

// `on_record`: shown with the person it is about, who need not be named or opened again.
export function IssueList({
    sync,
    issues,
    on_record = false,
}: {
    sync: Schemas['Sync'];
    issues: Schemas['Issue'][];
    on_record?: boolean;
}) {
    return (
        <ul className={classes.list}>
            {issues.map((issue) => (
                <IssueLine key={issue.id} sync={sync} issue={issue} on_record={on_record} />
            ))}
        </ul>
    );
}

// Where a person can do something about it.
function remedyPlace(sync: string, issue: Schemas['Issue']): string | null {
    if (issue.subject === null) return null;
    const subject = encodeURIComponent(issue.subject);
    return issue.subject.startsWith('con_') ? `/connections/${subject}` : inSync(sync, `/records/${subject}`);
}

function IssueLine({ sync, issue, on_record }: { sync: Schemas['Sync']; issue: Schemas['Issue']; on_record: boolean }) {
    const { t, i18n } = useTranslation();
    const params = paramsOf(issue, t, i18n.language);
    const place = on_record ? null : remedyPlace(sync.id, issue);
    const candidates = candidatesOf(issue);
    return (
        <li className={classes.issue}>
            <IconAlertTriangle size={18} stroke={1.75} aria-hidden className={classes.sign} />
            <div className={classes.words}>
                <p>
                    <b>{t(`issue.${issue.kind}.title`)}</b>
                    {issue.field !== null && issue.field !== '' && <span className="dim"> · {fieldLabel(t, issue.field)}</span>}
                    {issue.subject !== null && place?.startsWith('/syncs') === true && (
                        <>
                            {' '}
                            · <About sync={sync.id} record={issue.subject} />
                        </>
                    )}
                    {issue.count > 1 && <span className="dim numbers"> · {t('issue_line.times', { count: issue.count })}</span>}
                </p>
                <p>{sentence(`${issue.code}.message`, params) ?? issue.message}</p>
                {candidates.length > 0 && issue.state === 'closed' && <Candidates sync={sync.id} records={candidates} />}
                <p className="dim">{sentence(`${issue.code}.remedy`, params) ?? issue.remedy}</p>
                <AnswerBox sync={sync} issue={issue} />
                <p className={classes.when}>
                    <Ago at={issue.last_at} />
                </p>
            </div>
            {place !== null && (
                <Link to={place} className={classes.go} aria-label={t('issue_line.open')}>
                    <IconChevronRight size={18} aria-hidden />
                </Link>
            )}
        </li>
    );
}

// The server knows fields by their own names and moments by their time; people have words for both.
function paramsOf(issue: Schemas['Issue'], t: TFunction, language: string): Record<string, string> {
    const { since } = issue.params;
    const moment = since === undefined ? NaN : Date.parse(since);
    return {
        ...issue.params,
        ...(issue.field === null || issue.field === '' ? {} : { field: fieldLabel(t, issue.field) }),
        ...(Number.isNaN(moment)
            ? {}
            : { since: new Intl.DateTimeFormat(locale(language), { dateStyle: 'medium', timeStyle: 'short' }).format(moment) }),
    };
}

// Of an unsure match: whom it could be.
function candidatesOf(issue: Schemas['Issue']): string[] {
    const detail = (issue.kind === 'match_unsure' ? issue.detail : null) as { candidates?: unknown } | null;
    return Array.isArray(detail?.candidates) ? detail.candidates.filter((each): each is string => typeof each === 'string') : [];
}

function Candidates({ sync, records }: { sync: string; records: string[] }) {
    const { t } = useTranslation();
    const shown = records.slice(0, 5);
    return (
        <p className={classes.candidates}>
            {t('issue_line.could_be')}
            {shown.map((record, index) => (
                <span key={record}>
                    {index > 0 && ' · '}
                    <Link to={inSync(sync, `/records/${encodeURIComponent(record)}`)}>
                        <About sync={sync} record={record} />
                    </Link>
                </span>
            ))}
            {records.length > shown.length && t('issue_line.more_candidates', { count: records.length - shown.length })}
        </p>
    );
}

function About({ sync, record }: { sync: string; record: string }) {
    const found = useRecord(sync, record, 5 * 60_000);
    return <PersonName summary={found.data?.summary} fallback={record} waiting={found.isPending} />;
}
