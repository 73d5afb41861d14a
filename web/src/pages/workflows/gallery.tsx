// SPDX-License-Identifier: Apache-2.0
// Workflows that are ready made: what each does, needs and causes; installing asks only what it must.
import { Button, NativeSelect, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useParams } from 'react-router';
import type { Schemas } from '../../api/client';
import { useConnections } from '../../api/queries';
import { appName } from '../../parts/apps';
import { connectionName } from '../../parts/current_sync';
import { ListSkeleton } from '../../parts/list/list';
import { PageHead, StateMark, Trouble } from '../../parts/page/page';
import { Panel } from '../../parts/panel';
import { nameIn, useWorkflows } from '../../parts/workflows/queries';
import { freeId } from './definition';
import { choicesOf, installed } from './install';
import { useHooks, useSave, useTemplates } from './queries';
import classes from './workflows.module.css';

type Template = Schemas['WorkflowTemplate'];

export default function GalleryPage() {
    const { t, i18n } = useTranslation();
    const go = useNavigate();
    const { template } = useParams();
    const templates = useTemplates();
    const opened = templates.data?.items.find((each) => each.id === template);
    return (
        <>
            <PageHead
                title={t('templates.title')}
                sentence={t('templates.sentence')}
                action={
                    <Button component={Link} to="/workflows" variant="default">
                        {t('flows.title')}
                    </Button>
                }
            />
            {templates.isError && (
                <Trouble
                    what={t('templates.unreadable')}
                    error={templates.error}
                    retry={() => {
                        void templates.refetch();
                    }}
                />
            )}
            {templates.isPending && <ListSkeleton columns="1fr" rows={6} />}
            <ul className={classes.cards}>
                {templates.data?.items.map((each) => (
                    <Card key={each.id} template={each} />
                ))}
            </ul>
            <Panel
                opened={opened !== undefined}
                label={opened === undefined ? '' : nameIn(opened.name, i18n.language)}
                close={() => {
                    void go('/workflows/templates');
                }}
            >
                {opened !== undefined && <Install template={opened} />}
            </Panel>
        </>
    );
}

// What people call what stands behind a connection of a definition.
function useAppWords() {
    const { t } = useTranslation();
    return (app: string) => (app === 'webhook' ? t('templates.address') : appName(app));
}

function Card({ template }: { template: Template }) {
    const { t, i18n } = useTranslation();
    const words = useAppWords();
    const writes = template.operations.filter((each) => each.kind !== 'trigger' && each.effect !== 'read');
    const effects = [...new Map(writes.flatMap((each) => each.notes).map((note) => [note.word, note])).values()].filter((note) =>
        writes.some((each) => each.side_effects.includes(note.word)),
    );
    return (
        <li className={classes.card}>
            <h2>{nameIn(template.name, i18n.language)}</h2>
            <p>{nameIn(template.about, i18n.language)}</p>
            <dl>
                <dt>{t('templates.starts')}</dt>
                {template.operations
                    .filter((each) => each.kind === 'trigger')
                    .map((each) => (
                        <dd key={each.profile + each.id}>{each.title}</dd>
                    ))}
                <dt>{t('templates.needs')}</dt>
                <dd>
                    {template.connections.length === 0
                        ? t('templates.needs_nothing')
                        : template.connections.map((each) => words(each.app)).join(', ')}
                </dd>
                <dt>{t('templates.writes')}</dt>
                <dd>{writes.length === 0 ? t('templates.writes_nothing') : writes.map((each) => each.title).join(', ')}</dd>
                {effects.length > 0 && <dt>{t('templates.causes')}</dt>}
                {effects.map((note) => (
                    <dd key={note.word}>
                        <StateMark tone="attention">{note.text}</StateMark>
                    </dd>
                ))}
            </dl>
            <div className={classes.card_foot}>
                <Button
                    component={Link}
                    to={`/workflows/templates/${template.id}`}
                    aria-label={t('templates.use_named', { name: nameIn(template.name, i18n.language) })}
                >
                    {t('templates.use')}
                </Button>
            </div>
        </li>
    );
}

function Install({ template }: { template: Template }) {
    const { t, i18n } = useTranslation();
    const go = useNavigate();
    const words = useAppWords();
    const flows = useWorkflows();
    const connections = useConnections();
    const hooks = useHooks(template.connections.some((each) => each.app === 'webhook'));
    const save = useSave();
    const choices = choicesOf(template.definition);
    const [name, setName] = useState(nameIn(template.name, i18n.language));
    const [chosen, setChosen] = useState<Record<string, string>>({});
    const [values, setValues] = useState<Record<string, string>>({});
    const fitting = (app: string) =>
        app === 'webhook'
            ? (hooks.data?.items ?? [])
                  .filter((each) => each.revoked_at === null)
                  .map((each) => ({ value: each.id, label: each.label }))
            : (connections.data?.items ?? [])
                  .filter((each) => each.profile === app && each.state !== 'disabled')
                  .map((each) => ({ value: each.id, label: connectionName(each) }));
    const slots = template.connections.map((each) => ({ ...each, fitting: fitting(each.app) }));
    const lacking = slots.filter((each) => each.fitting.length === 0);
    const is_read = connections.data !== undefined && flows.data !== undefined;
    const submit = (event: FormEvent) => {
        event.preventDefault();
        const id = freeId(template.id, new Set((flows.data?.items ?? []).map((each) => each.id.replace(/-/g, '_')))).replace(
            /_/g,
            '-',
        );
        save.mutate(
            {
                definition: installed(template.definition, { id, name: name.trim(), language: i18n.language, choices: values }),
                connections: Object.fromEntries(
                    slots.flatMap((each) => {
                        const connection = chosen[each.name] ?? each.fitting[0]?.value;
                        return connection === undefined ? [] : [[each.name, connection]];
                    }),
                ),
            },
            {
                onSuccess: (made) => {
                    void go(`/workflows/edit/${made.id}`);
                },
            },
        );
    };
    return (
        <form className={classes.install} onSubmit={submit}>
            <p>{nameIn(template.about, i18n.language)}</p>
            <TextInput
                label={t('flows.name')}
                required
                value={name}
                maxLength={120}
                onChange={(event) => {
                    setName(event.currentTarget.value);
                }}
            />
            {slots
                .filter((each) => each.fitting.length > 1)
                .map((each) => (
                    <NativeSelect
                        key={each.name}
                        label={t('templates.which', { app: words(each.app) })}
                        value={chosen[each.name] ?? ''}
                        data={each.fitting}
                        onChange={(event) => {
                            const { value } = event.currentTarget;
                            setChosen((before) => ({ ...before, [each.name]: value }));
                        }}
                    />
                ))}
            {Object.entries(choices).map(([choice, value]) => (
                <TextInput
                    key={choice}
                    label={
                        i18n.exists(`templates.choice.${choice}`)
                            ? t(`templates.choice.${choice}` as 'templates.choice.tag')
                            : choice
                    }
                    value={values[choice] ?? value}
                    onChange={(event) => {
                        const typed = event.currentTarget.value;
                        setValues((before) => ({ ...before, [choice]: typed }));
                    }}
                />
            ))}
            {is_read && lacking.length > 0 && (
                <div>
                    <StateMark tone="attention">{t('templates.lacking')}</StateMark>
                    <ul className={classes.needed}>
                        {lacking.map((each) => (
                            <li key={each.name}>
                                {words(each.app)}{' '}
                                <Link to={each.app === 'webhook' ? '/events' : '/connections/new'}>{t('templates.set_up')}</Link>
                            </li>
                        ))}
                    </ul>
                    <p className="small dim">{t('templates.lacking_why')}</p>
                </div>
            )}
            <div>
                <Button type="submit" loading={save.isPending} disabled={!is_read || name.trim() === ''}>
                    {t('templates.install')}
                </Button>
            </div>
            <p className="small dim">{t('templates.nothing_runs')}</p>
            {save.isError && <Trouble what={t('flows.not_made')} error={save.error} />}
        </form>
    );
}
