"""The limit, put down as text SQL: the tables, indexes and statements nothing can beat.

This is not how the office stores anything. It is the least a program could do for the same
screens on plain SQLite: no encryption, no rights, no catalogue, no journal, and for every
question an index made for it (shared design: performance.md, sections 6.9 and 7). Text SQL is
allowed here because it is what the services are measured against.
"""
# ruff: noqa: S608 - the places in these statements are constants of this file

from __future__ import annotations

from functools import lru_cache

from pypinyin import Style, pinyin

PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA wal_autocheckpoint = 4000",
    "PRAGMA cache_size = -65536",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA foreign_keys = ON",
    "PRAGMA busy_timeout = 5000",
)
DURABLE = "PRAGMA synchronous = FULL"
BULK = "PRAGMA synchronous = OFF"

TABLES = (
    "CREATE TABLE employee(id INTEGER PRIMARY KEY, name TEXT NOT NULL)",
    "CREATE TABLE channel(id INTEGER PRIMARY KEY, name TEXT NOT NULL)",
    "CREATE TABLE stage(id INTEGER PRIMARY KEY, name TEXT NOT NULL, limit_s INT)",
    """CREATE TABLE customer(id INTEGER PRIMARY KEY, name TEXT NOT NULL, phone TEXT NOT NULL,
        id_number TEXT, channel_id INT NOT NULL, owner_id INT NOT NULL, city TEXT,
        created_s INT NOT NULL, last_contact_s INT NOT NULL, deal_amount_fen INT,
        deal_stage INT)""",
    """CREATE TABLE deal(id INTEGER PRIMARY KEY, customer_id INT NOT NULL REFERENCES customer(id),
        owner_id INT NOT NULL, channel_id INT NOT NULL, stage INT NOT NULL,
        amount_fen INT NOT NULL, disbursed_fen INT NOT NULL, created_s INT NOT NULL,
        stage_entered_s INT NOT NULL, closed_s INT, last_contact_s INT NOT NULL,
        furthest_stage INT NOT NULL, created_month INT NOT NULL)""",
    """CREATE TABLE stage_move(id INTEGER PRIMARY KEY, deal_id INT NOT NULL REFERENCES deal(id),
        from_stage INT NOT NULL, to_stage INT NOT NULL, at_s INT NOT NULL, user_id INT NOT NULL,
        dwell_s INT NOT NULL)""",
    """CREATE TABLE follow_up(id INTEGER PRIMARY KEY,
        customer_id INT NOT NULL REFERENCES customer(id), deal_id INT, user_id INT NOT NULL,
        kind INT NOT NULL, at_s INT NOT NULL, content TEXT NOT NULL)""",
    """CREATE TABLE task(id INTEGER PRIMARY KEY, customer_id INT NOT NULL, owner_id INT NOT NULL,
        title TEXT NOT NULL, due_s INT NOT NULL, done INT NOT NULL)""",
    """CREATE TABLE document(id INTEGER PRIMARY KEY, customer_id INT NOT NULL,
        name TEXT NOT NULL, size_bytes INT NOT NULL, sha256 TEXT NOT NULL, at_s INT NOT NULL)""",
    """CREATE TABLE reminder(id INTEGER PRIMARY KEY, deal_id INT NOT NULL, kind INT NOT NULL,
        anchor_s INT NOT NULL, owner_id INT NOT NULL, created_s INT NOT NULL,
        UNIQUE(deal_id, kind, anchor_s))""",
    """CREATE TABLE journal(id INTEGER PRIMARY KEY, at_s INT NOT NULL, user_id INT,
        entity TEXT NOT NULL, entity_id INT NOT NULL, action TEXT NOT NULL, detail TEXT)""",
    """CREATE VIRTUAL TABLE grams USING fts5(t, content='', contentless_delete=1, detail=none,
        tokenize="unicode61 remove_diacritics 0")""",
)

INDEXES = (
    "CREATE UNIQUE INDEX customer_by_phone ON customer(phone)",
    "CREATE INDEX customer_by_contact ON customer(last_contact_s DESC, id DESC)",
    "CREATE INDEX customer_by_owner ON customer(owner_id, last_contact_s DESC)",
    "CREATE INDEX customer_by_tail ON customer(substr(phone, -4))",
    "CREATE INDEX deal_by_customer ON deal(customer_id)",
    """CREATE INDEX deal_to_work ON deal(owner_id, stage, last_contact_s, amount_fen,
        customer_id)""",
    "CREATE INDEX deal_idle ON deal(stage, last_contact_s, stage_entered_s, owner_id)",
    "CREATE INDEX deal_by_channel ON deal(channel_id)",
    "CREATE INDEX deal_by_employee ON deal(owner_id, stage, disbursed_fen)",
    "CREATE INDEX deal_by_furthest ON deal(furthest_stage)",
    "CREATE INDEX deal_by_month ON deal(created_month, channel_id, disbursed_fen)",
    "CREATE INDEX move_by_deal ON stage_move(deal_id, at_s)",
    "CREATE INDEX move_by_dwell ON stage_move(from_stage, dwell_s)",
    "CREATE INDEX follow_up_by_customer ON follow_up(customer_id, at_s DESC)",
    "CREATE INDEX task_by_customer ON task(customer_id)",
    "CREATE INDEX task_due ON task(owner_id, due_s) WHERE done = 0",
    "CREATE INDEX document_by_customer ON document(customer_id)",
    "CREATE INDEX journal_by_entity ON journal(entity, entity_id, at_s)",
)

# With sqlite_stat4 present every parameterised query is planned anew for each bound value.
AFTER_BULK = (
    "INSERT INTO grams(grams) VALUES('optimize')",
    "ANALYZE",
    "DELETE FROM sqlite_stat4",
    "PRAGMA wal_checkpoint(TRUNCATE)",
)

ADD_EMPLOYEE = "INSERT INTO employee VALUES(?,?)"
ADD_CHANNEL = "INSERT INTO channel VALUES(?,?)"
ADD_STAGE = "INSERT INTO stage VALUES(?,?,?)"
ADD_CUSTOMER = "INSERT INTO customer VALUES(?,?,?,?,?,?,?,?,?,?,?)"
ADD_DEAL = "INSERT INTO deal VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?)"
ADD_MOVE = """INSERT INTO stage_move(deal_id, from_stage, to_stage, at_s, user_id, dwell_s)
    VALUES(?,?,?,?,?,?)"""
ADD_FOLLOW_UP = """INSERT INTO follow_up(customer_id, deal_id, user_id, kind, at_s, content)
    VALUES(?,?,?,?,?,?)"""
ADD_TASK = "INSERT INTO task(customer_id, owner_id, title, due_s, done) VALUES(?,?,?,?,?)"
ADD_DOCUMENT = """INSERT INTO document(customer_id, name, size_bytes, sha256, at_s)
    VALUES(?,?,?,?,?)"""
ADD_GRAMS = "INSERT INTO grams(rowid, t) VALUES(?,?)"
ADD_JOURNAL = """INSERT INTO journal(at_s, user_id, entity, entity_id, action, detail)
    VALUES(?,?,?,?,?,?)"""

BEGIN = "BEGIN IMMEDIATE"
COMMIT = "COMMIT"
ROLLBACK = "ROLLBACK"

_ROW = """c.id, c.name, c.phone, c.city, c.channel_id, c.owner_id, c.last_contact_s,
    c.deal_amount_fen, c.deal_stage"""
_WORKED = """FROM deal WHERE owner_id = ? AND stage IN (?,?,?)
    AND amount_fen BETWEEN ? AND ? AND last_contact_s < ?"""

LIST_PAGE = f"""SELECT {_ROW} FROM customer c
    ORDER BY last_contact_s DESC, id DESC LIMIT 50"""
COUNT = "SELECT count(*) FROM customer"
ADD_FILE_NUMBER = "ALTER TABLE customer ADD COLUMN file_no INTEGER"
FILL_FILE_NUMBERS = "UPDATE customer SET file_no = id % ?"
INDEX_FILE_NUMBERS = """CREATE INDEX customer_by_file
    ON customer(file_no, last_contact_s DESC, id DESC)"""
FILE_NUMBER_PAGE = f"""SELECT {_ROW} FROM customer c WHERE file_no = ?
    ORDER BY last_contact_s DESC, id DESC LIMIT 50"""
FILE_NUMBER_COUNT = "SELECT count(*) FROM customer WHERE file_no = ?"
DEEP_CURSOR = """SELECT last_contact_s, id FROM customer
    ORDER BY last_contact_s DESC, id DESC LIMIT 1 OFFSET ?"""
DEEP_PAGE = f"""SELECT {_ROW} FROM customer c WHERE (last_contact_s, id) < (?, ?)
    ORDER BY last_contact_s DESC, id DESC LIMIT 50"""
# Fifty keys from the covering index first, the join afterwards: SQLite would else join all hits.
FILTER_PAGE = f"""SELECT k.id, k.stage, k.amount_fen, k.last_contact_s, {_ROW} FROM
    (SELECT id, customer_id, stage, amount_fen, last_contact_s {_WORKED}
     ORDER BY last_contact_s LIMIT 50) k
    JOIN customer c ON c.id = k.customer_id ORDER BY k.last_contact_s"""
FILTER_COUNT = f"SELECT count(*) {_WORKED}"
SEARCH_GRAM = f"""SELECT {_ROW} FROM grams JOIN customer c ON c.id = grams.rowid
    WHERE grams MATCH ? LIMIT 50"""
SEARCH_TAIL = f"SELECT {_ROW} FROM customer c WHERE substr(phone, -4) = ? LIMIT 50"

CUSTOMER_PAGE = (
    "SELECT * FROM customer WHERE id = ?",
    "SELECT * FROM deal WHERE customer_id = ?",
    """SELECT id, user_id, kind, at_s, content FROM follow_up
        WHERE customer_id = ? ORDER BY at_s DESC LIMIT 50""",
    "SELECT * FROM task WHERE customer_id = ?",
    "SELECT * FROM document WHERE customer_id = ?",
    """SELECT m.* FROM stage_move m JOIN deal d ON d.id = m.deal_id
        WHERE d.customer_id = ? ORDER BY m.at_s""",
)

MOVABLE_DEALS = """SELECT id, stage FROM deal WHERE stage BETWEEN 1 AND 3
    ORDER BY id * 7919 % 1000003, id LIMIT ?"""
DEAL_BEFORE_MOVE = "SELECT stage, stage_entered_s, owner_id FROM deal WHERE id = ?"
MOVE_DEAL = """UPDATE deal SET stage = ?, stage_entered_s = ?,
    furthest_stage = max(furthest_stage, ?) WHERE id = ?"""
MOVE_CUSTOMER = """UPDATE customer SET deal_stage = ?
    WHERE id = (SELECT customer_id FROM deal WHERE id = ?)"""
CONTACT_CUSTOMER = "UPDATE customer SET last_contact_s = ? WHERE id = ?"
CONTACT_DEAL = "UPDATE deal SET last_contact_s = ? WHERE customer_id = ?"

DASHBOARD = {
    "channel": "SELECT channel_id, count(*) FROM deal GROUP BY channel_id",
    "employee": """SELECT owner_id, count(*), sum(stage = 7), sum(disbursed_fen)
        FROM deal GROUP BY owner_id""",
    "funnel": "SELECT furthest_stage, count(*) FROM deal GROUP BY furthest_stage",
    "trend": """SELECT created_month, channel_id, count(*), sum(disbursed_fen) FROM deal
        WHERE created_month >= 202507 GROUP BY created_month, channel_id""",
    "dwell": """SELECT from_stage, count(*), avg(dwell_s) FROM stage_move
        GROUP BY from_stage""",
}

FORGET_REMINDERS = "DELETE FROM reminder"
# UNIQUE and OR IGNORE: a deal is reminded of exactly once, in one statement for the office.
REMIND_QUIET = """INSERT OR IGNORE INTO reminder(deal_id, kind, anchor_s, owner_id, created_s)
    SELECT id, 1, last_contact_s, owner_id, ? FROM deal
    WHERE stage BETWEEN 1 AND 6 AND last_contact_s < ?"""

FIRST_READ = "SELECT count(*) FROM sqlite_master"
KNOWN_PHONES = "SELECT phone FROM customer"


def grams(name: str, phone: str) -> str:
    """Write a customer's search words: characters, pairs, initials, the phone's tail."""
    initials = "".join(_initial(character) for character in name)
    length = len(initials)
    words = [*name, *(name[at : at + 2] for at in range(length - 1))]
    words += [
        f"p{initials[start:end]}" for start in range(length) for end in range(start + 2, length + 1)
    ]
    return " ".join((*words, f"n{phone[-4:]}"))


@lru_cache(maxsize=20_000)
def _initial(character: str) -> str:
    return pinyin(character, style=Style.FIRST_LETTER)[0][0][:1].lower()
