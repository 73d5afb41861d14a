// SPDX-License-Identifier: Apache-2.0
// Issues in plain words: what happened, to whom, and what to do about it.
import { IconAlertTriangle, IconChevronRight } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Schemas } from '../../api/client';
import { useRecord } from '../../api/queries';
import { PersonName } from '../changes/sentences';
import { sideNames } from '../current_sync';
import { fieldLabel } from '../field_words';
import { Ago } from '../numbers/numbers';
import classes from './issues.module.css';

// `on_record`: shown with the person it is about, who need not be named or opened again.
export function IssueList({ sync, issues, on_record = false }: { sync: Schemas['Sync']; issues: Schemas['Issue'][]; on_record?: boolean }) {
    return <ul className={classes.list}>{issues.map((issue) => <IssueLine key={issue.id} sync={sync} issue={issue} on_record={on_record} />)}</ul>;
}

// Where a person can do something about it.
function remedyPlace(issue: Schemas['Issue']): string | null {
    return issue.subject === null ? null : `/records/${encodeURIComponent(issue.subject)}`;
}

function IssueLine({ sync, issue, on_record }: { sync: Schemas['Sync']; issue: Schemas['Issue']; on_record: boolean }) {
    const { t, i18n } = useTranslation();
    const names = sideNames(sync);
    const place = on_record ? null : remedyPlace(issue);
    return (
        <li className={classes.issue}>
            <IconAlertTriangle size={18} stroke={1.75} aria-hidden className={classes.sign} />
            <div className={classes.words}>
                <p>
                    <b>{t(`issue.${issue.kind}.title`)}</b>
                    {issue.field !== null && issue.field !== '' && <span className="dim"> · {fieldLabel(t, issue.field)}</span>}
                    {issue.subject !== null && place?.startsWith('/records') === true && <> · <About sync={sync.id} record={issue.subject} /></>}
                    {issue.count > 1 && <span className="dim numbers"> · {t('issue.times', { count: issue.count })}</span>}
                </p>
                {i18n.language === 'en' && issue.message !== '' && <p>{issue.message}</p>}
                <p className="dim">{i18n.language === 'en' && issue.remedy !== '' ? issue.remedy : t(`issue.${issue.kind}.remedy`, { left: names.a, right: names.b })}</p>
                <p className={classes.when}><Ago at={issue.last_at} /></p>
            </div>
            {place !== null && (
                <Link to={place} className={classes.go} aria-label={t('issue.open')}><IconChevronRight size={18} aria-hidden /></Link>
            )}
        </li>
    );
}

function About({ sync, record }: { sync: string; record: string }) {
    const found = useRecord(sync, record, 5 * 60_000);
    return <PersonName summary={found.data?.summary} fallback={record} waiting={found.isPending} />;
}
