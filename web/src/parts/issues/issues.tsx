// SPDX-License-Identifier: Apache-2.0
// Issues in plain words: what happened, to whom, and what to do about it.
import { IconAlertTriangle, IconChevronRight } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Schemas } from '../../api/client';
import { useRecord } from '../../api/queries';
import { PersonName } from '../changes/sentences';
import { inSync, sideNames } from '../current_sync';
import { fieldLabel, reasonWords } from '../field_words';
import { Ago } from '../numbers/numbers';
import { AnswerBox } from './answer';
import classes from './issues.module.css';

// `on_record`: shown with the person it is about, who need not be named or opened again.
export function IssueList({ sync, issues, on_record = false }: { sync: Schemas['Sync']; issues: Schemas['Issue'][]; on_record?: boolean }) {
    return <ul className={classes.list}>{issues.map((issue) => <IssueLine key={issue.id} sync={sync} issue={issue} on_record={on_record} />)}</ul>;
}

// Where a person can do something about it.
function remedyPlace(sync: string, issue: Schemas['Issue']): string | null {
    if (issue.subject === null) return null;
    const subject = encodeURIComponent(issue.subject);
    return issue.kind === 'credential_refused' ? `/connections/${subject}` : inSync(sync, `/records/${subject}`);
}

function IssueLine({ sync, issue, on_record }: { sync: Schemas['Sync']; issue: Schemas['Issue']; on_record: boolean }) {
    const { t, i18n } = useTranslation();
    const names = sideNames(sync);
    const place = on_record ? null : remedyPlace(sync.id, issue);
    const { candidates, why } = detailOf(issue);
    return (
        <li className={classes.issue}>
            <IconAlertTriangle size={18} stroke={1.75} aria-hidden className={classes.sign} />
            <div className={classes.words}>
                <p>
                    <b>{t(`issue.${issue.kind}.title`)}</b>
                    {issue.field !== null && issue.field !== '' && <span className="dim"> · {fieldLabel(t, issue.field)}</span>}
                    {issue.subject !== null && place?.startsWith('/syncs') === true && <> · <About sync={sync.id} record={issue.subject} /></>}
                    {issue.count > 1 && <span className="dim numbers"> · {t('issue.times', { count: issue.count })}</span>}
                </p>
                {i18n.language === 'en' && issue.message !== '' && <p>{issue.message}</p>}
                {i18n.language !== 'en' && why !== null && <p>{t('issue.because', { reason: reasonWords(t, why) })}</p>}
                {candidates.length > 0 && issue.state === 'closed' && <Candidates sync={sync.id} records={candidates} />}
                <p className="dim">{i18n.language === 'en' && issue.remedy !== '' ? issue.remedy : t(`issue.${issue.kind}.remedy`, { left: names.a, right: names.b })}</p>
                <AnswerBox sync={sync} issue={issue} />
                <p className={classes.when}><Ago at={issue.last_at} /></p>
            </div>
            {place !== null && (
                <Link to={place} className={classes.go} aria-label={t('issue.open')}><IconChevronRight size={18} aria-hidden /></Link>
            )}
        </li>
    );
}

// Of an unsure match: whom it could be, and why nobody was chosen.
function detailOf(issue: Schemas['Issue']): { candidates: string[]; why: string | null } {
    const detail = (issue.kind === 'match_unsure' ? issue.detail : null) as { candidates?: unknown; reason?: unknown } | null;
    return {
        candidates: Array.isArray(detail?.candidates) ? detail.candidates.filter((each): each is string => typeof each === 'string') : [],
        why: typeof detail?.reason === 'string' ? detail.reason : null,
    };
}

function Candidates({ sync, records }: { sync: string; records: string[] }) {
    const { t } = useTranslation();
    const shown = records.slice(0, 5);
    return (
        <p className={classes.candidates}>
            {t('issue.could_be')}
            {shown.map((record, index) => (
                <span key={record}>
                    {index > 0 && ' · '}
                    <Link to={inSync(sync, `/records/${encodeURIComponent(record)}`)}><About sync={sync} record={record} /></Link>
                </span>
            ))}
            {records.length > shown.length && t('issue.more_candidates', { count: records.length - shown.length })}
        </p>
    );
}

function About({ sync, record }: { sync: string; record: string }) {
    const found = useRecord(sync, record, 5 * 60_000);
    return <PersonName summary={found.data?.summary} fallback={record} waiting={found.isPending} />;
}
