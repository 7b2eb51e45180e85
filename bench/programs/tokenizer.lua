local n = tonumber(arg[1])
local sub, byte = string.sub, string.byte

local KEYWORDS = {['if'] = true, ['else'] = true, ['while'] = true, ['return'] = true, ['function'] = true, ['var'] = true}

local Lexer = {}
Lexer.__index = Lexer

function Lexer.new(source)
  return setmetatable({source = source, pos = 1, length = #source}, Lexer)
end

local function is_word(c)
  return c >= 'a' and c <= 'z' or c >= '0' and c <= '9' or c == '_'
end

function Lexer:next()
  local source, length = self.source, self.length
  local c = sub(source, self.pos, self.pos)
  while self.pos <= length and (c == ' ' or c == '\n') do
    self.pos = self.pos + 1
    c = sub(source, self.pos, self.pos)
  end
  if self.pos > length then return nil end
  if c >= 'a' and c <= 'z' or c == '_' then
    local start = self.pos
    while self.pos <= length and is_word(sub(source, self.pos, self.pos)) do
      self.pos = self.pos + 1
    end
    local word = sub(source, start, self.pos - 1)
    return {KEYWORDS[word] and 'keyword' or 'name', word}
  end
  if c >= '0' and c <= '9' then
    local value = 0
    while self.pos <= length and c >= '0' and c <= '9' do
      value = value * 10 + byte(c) - 48
      self.pos = self.pos + 1
      c = sub(source, self.pos, self.pos)
    end
    return {'number', value}
  end
  if c == '"' then
    local text = {}
    self.pos = self.pos + 1
    while self.pos <= length and sub(source, self.pos, self.pos) ~= '"' do
      text[#text + 1] = sub(source, self.pos, self.pos)
      self.pos = self.pos + 1
    end
    self.pos = self.pos + 1
    return {'string', table.concat(text)}
  end
  self.pos = self.pos + 1
  if c == '=' and sub(source, self.pos, self.pos) == '=' then
    self.pos = self.pos + 1
    return {'op', '=='}
  end
  return {'op', c}
end

local source = string.rep('function fact_1(n) { if (n == 0) { return 1; } else { return n * fact_1(n - 1); } }\nvar message = "hello world"; while (x == 1024) { x = x + 42; }\n', 15)
local sums = {keyword = 0, name = 0, number = 0, string = 0, op = 0}
for i = 1, n do
  local lexer = Lexer.new(source)
  local token = lexer:next()
  while token do
    local kind, text = token[1], token[2]
    sums[kind] = sums[kind] + (kind == 'number' and text or #text)
    token = lexer:next()
  end
end
print(string.format('tokenizer %d %d %d %d %d', sums.keyword, sums.name, sums.number, sums.string, sums.op))
