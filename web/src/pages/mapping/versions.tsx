// SPDX-License-Identifier: Apache-2.0
// The versions of mapping and settings: who made which and when, what each changed, and a way back.
import { Button } from '@mantine/core';
import type { TFunction } from 'i18next';
import { useContext, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../../api/client';
import { useSession } from '../../api/queries';
import { Ago } from '../../parts/numbers/numbers';
import { itemsOf, PagedRows } from '../../parts/list/paged_list';
import { Empty, Trouble } from '../../parts/page/page';
import { FieldNames, nameOfField } from './field_names';
import classes from './mapping.module.css';
import { fetchVersion, type Row, useVersion, useVersions } from './queries';

export function Versions({ sync, present, take }: { sync: Schemas['Sync']; present: number; take: (rows: Row[]) => void }) {
    const { t } = useTranslation();
    const versions = useVersions(sync.id);
    const session = useSession();
    const [compared, setCompared] = useState<number | null>(null);
    const [failed, setFailed] = useState<unknown>(null);
    const own = session.data?.user?.id;
    return (
        <>
            {failed !== null && <Trouble what={t('mapped.version_unreadable')} error={failed} />}
            <PagedRows
                pages={versions}
                unreadable={t('mapped.versions_unreadable')}
                empty={<Empty kind="nothing" title={t('mapped.no_versions')} />}
                shown={undefined}
            >
                {() => (
                    <ol className={classes.versions}>
                        {itemsOf(versions).map((version) => (
                            <li key={version.version}>
                                <b>{t('mapped.version', { version: version.version })}</b>{' '}
                                {version.is_present && <span className="dim">· {t('mapped.in_force')} </span>}
                                <span className="dim">
                                    · {version.author === own ? t('mapped.you') : version.author} ·{' '}
                                    <Ago at={version.created_at} />
                                </span>
                                <Changes changes={version.changes} first={version.against === null} />
                                {!version.is_present && (
                                    <span className={classes.version_tools}>
                                        <Button
                                            size="compact-xs"
                                            variant="subtle"
                                            onClick={() => {
                                                setCompared(compared === version.version ? null : version.version);
                                            }}
                                        >
                                            {t('mapped.compare')}
                                        </Button>
                                        <Button
                                            size="compact-xs"
                                            variant="subtle"
                                            onClick={() => {
                                                setFailed(null);
                                                fetchVersion(sync.id, version.version).then(
                                                    (whole) => {
                                                        take(whole.mapping.rows);
                                                    },
                                                    (error: unknown) => {
                                                        setFailed(error);
                                                    },
                                                );
                                            }}
                                        >
                                            {t('mapped.restore')}
                                        </Button>
                                    </span>
                                )}
                                {compared === version.version && (
                                    <Compared sync={sync.id} version={version.version} present={present} />
                                )}
                            </li>
                        ))}
                    </ol>
                )}
            </PagedRows>
        </>
    );
}

function Compared({ sync, version, present }: { sync: string; version: number; present: number }) {
    const { t } = useTranslation();
    const found = useVersion(sync, present, version);
    if (found.data === undefined) return null;
    return (
        <div className={classes.compared} role="status">
            <p>{t('mapped.since_then', { version })}</p>
            <Changes changes={found.data.changes} first={false} />
        </div>
    );
}

function Changes({ changes, first }: { changes: Schemas['VersionChange'][]; first: boolean }) {
    const { t, i18n } = useTranslation();
    const fields = useContext(FieldNames);
    if (first) return <p className="dim">{t('mapped.first_version')}</p>;
    if (changes.length === 0) return <p className="dim">{t('mapped.no_difference')}</p>;
    return (
        <ul className={classes.changes}>
            {changes.map((change) => {
                const row =
                    change.a === ''
                        ? ''
                        : `${nameOfField(t, i18n.language, fields, 'a', change.a)} ↔ ${nameOfField(t, i18n.language, fields, 'b', change.b)}`;
                return (
                    <li key={change.kind + change.a}>
                        {t(`mapped.change.${change.kind}`, { row })}
                        {change.members.map((member) => (
                            <span key={member.name} className={classes.member}>
                                {memberName(t, member.name)}: {shortly(member.before)} → {shortly(member.after)}
                            </span>
                        ))}
                    </li>
                );
            })}
        </ul>
    );
}

const named = ['direction', 'conflict', 'blank', 'first_match', 'enforce', 'transform', 'kind', 'b'] as const;

function memberName(t: TFunction, name: string): string {
    const known = named.find((each) => each === name);
    return known === undefined ? name.replaceAll('_', ' ') : t(`mapped.member.${known}`);
}

function shortly(text: string): string {
    const plain = text === '' ? '–' : text;
    return plain.length > 80 ? `${plain.slice(0, 79)}…` : plain;
}
