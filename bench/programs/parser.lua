local n = tonumber(arg[1])
local sub = string.sub

local Number = {}
Number.__index = Number
function Number:evaluate(variables) return self.value end

local Variable = {}
Variable.__index = Variable
function Variable:evaluate(variables) return variables[self.name] end

local Binary = {}
Binary.__index = Binary
function Binary:evaluate(variables)
  local l, r = self.left:evaluate(variables), self.right:evaluate(variables)
  local op = self.op
  if op == '+' then return l + r end
  if op == '-' then return l - r end
  if op == '*' then return l * r end
  return r == 0 and 0 or l / r
end

local Negation = {}
Negation.__index = Negation
function Negation:evaluate(variables) return -self.inner:evaluate(variables) end

local Parser = {}
Parser.__index = Parser

function Parser:at() return sub(self.text, self.pos, self.pos) end

function Parser:peek()
  while self:at() == ' ' do self.pos = self.pos + 1 end
  return self:at()
end

function Parser:sum()
  local left = self:product()
  local op = self:peek()
  while op == '+' or op == '-' do
    self.pos = self.pos + 1
    left = setmetatable({op = op, left = left, right = self:product()}, Binary)
    op = self:peek()
  end
  return left
end

function Parser:product()
  local left = self:factor()
  local op = self:peek()
  while op == '*' or op == '/' do
    self.pos = self.pos + 1
    left = setmetatable({op = op, left = left, right = self:factor()}, Binary)
    op = self:peek()
  end
  return left
end

function Parser:factor()
  local c = self:peek()
  if c == '(' then
    self.pos = self.pos + 1
    local inner = self:sum()
    self:peek()
    self.pos = self.pos + 1
    return inner
  end
  if c == '-' then
    self.pos = self.pos + 1
    return setmetatable({inner = self:factor()}, Negation)
  end
  local start = self.pos
  if c >= 'a' and c <= 'z' then
    self.pos = self.pos + 1
    return setmetatable({name = c}, Variable)
  end
  c = self:at()
  while c >= '0' and c <= '9' or c == '.' do
    self.pos = self.pos + 1
    c = self:at()
  end
  return setmetatable({value = tonumber(sub(self.text, start, self.pos - 1))}, Number)
end

local sources = {
  '1 + 2 * 3 - x / 4',
  '(x + y) * (x - y) / (z + 1.5)',
  '-(2 * x * x - 3 * (y + 4 * (z - 5.25))) / (1 + x)',
  'x * x * x + 3 * x * x * y + 3 * x * y * y + y * y * y',
  '((((1 + x) * 2 + y) * 3 + z) * 4 - 100) / 7',
}
local total = 0.0
for i = 0, n - 1 do
  for _, source in ipairs(sources) do
    local tree = setmetatable({text = source, pos = 1}, Parser):sum()
    for x = 1, 3 do
      total = total + tree:evaluate({x = x, y = i % 10, z = 2.5})
    end
  end
end
print(string.format('parser %.4f', total))
