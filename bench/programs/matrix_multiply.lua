local n = tonumber(arg[1])

local function make(size, scale)
  local m = {}
  for i = 0, size - 1 do
    local row = {}
    for j = 0, size - 1 do
      row[j + 1] = scale * (i - j) * (i + j) / size
    end
    m[i + 1] = row
  end
  return m
end

local function multiply(a, b)
  local size = #a
  local columns = {}
  for j = 1, size do columns[j] = {} end
  for i, row in ipairs(b) do
    for j, v in ipairs(row) do
      columns[j][i] = v
    end
  end
  local c = {}
  for i = 1, size do
    local row, out = a[i], {}
    for j = 1, size do
      local column, sum = columns[j], 0.0
      for k = 1, size do
        sum = sum + row[k] * column[k]
      end
      out[j] = sum
    end
    c[i] = out
  end
  return c
end

local size = 70
local a = make(size, 0.01)
local total = 0.0
for i = 0, n - 1 do
  local c = multiply(a, make(size, 0.02 + i / 1000))
  total = total + (c[i % size + 1][size - i % size] + c[2][2])
end
print(string.format('matrix_multiply %.6f', total))
