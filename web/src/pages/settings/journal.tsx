// SPDX-License-Identifier: Apache-2.0
// Who did what, newest first, and whether the chain of entries is whole.
import { Button } from '@mantine/core';
import { IconCheck, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../../api/client';
import { useSession } from '../../api/queries';
import { useAudit, useCheckAudit } from './queries';
import { PagedRows } from '../../parts/list/paged_list';
import { Ago } from '../../parts/numbers/numbers';
import { exact } from '../../parts/numbers/say';
import { Section, Trouble } from '../../parts/page/page';
import type { Word } from '../../words/words';
import classes from './settings.module.css';

export function Journal() {
    const { t, i18n } = useTranslation();
    const audit = useAudit();
    const check = useCheckAudit();
    return (
        <Section title={t('settings.journal')}>
            <p className={classes.why}>{t('settings.journal_why')}</p>
            <div className={classes.choice}>
                <Button
                    variant="default"
                    loading={check.isPending}
                    onClick={() => {
                        check.mutate();
                    }}
                >
                    {t('settings.journal_check')}
                </Button>
                {check.data !== undefined && (
                    <span role="status" className={check.data.ok ? classes.good : classes.bad}>
                        {check.data.ok ? <IconCheck size={16} aria-hidden /> : <IconX size={16} aria-hidden />}
                        {check.data.ok
                            ? t('settings.journal_whole', {
                                  count: check.data.entries,
                                  shown: exact(check.data.entries, i18n.language),
                              })
                            : t('settings.journal_broken', { number: exact(check.data.broken_at ?? 0, i18n.language) })}
                    </span>
                )}
            </div>
            {check.isError && <Trouble what={t('settings.journal_check_failed')} error={check.error} />}
            <PagedRows pages={audit} unreadable={t('settings.journal_unreadable')} empty={null}>
                {(entries) => (
                    <ol className={classes.journal}>
                        {entries.map((entry) => (
                            <Line key={entry.number} entry={entry} />
                        ))}
                    </ol>
                )}
            </PagedRows>
        </Section>
    );
}

function Line({ entry }: { entry: Schemas['AuditEntry'] }) {
    const { t, i18n } = useTranslation();
    const user = useSession().data?.user;
    const word = `did.${entry.action.replaceAll('.', '_')}`;
    const did = i18n.exists(word) ? t(word as Word) : entry.action;
    const who =
        entry.actor === user?.id
            ? t('settings.you')
            : entry.actor === 'console'
              ? t('settings.console')
              : entry.actor === 'somebody'
                ? t('settings.somebody')
                : entry.actor;
    return (
        <li>
            <span className="dim">
                <Ago at={entry.at} />
            </span>
            <span>{did}</span>
            <span className="dim small">{who}</span>
            <code className={classes.place} title={entry.subject}>
                {entry.subject}
            </code>
        </li>
    );
}
